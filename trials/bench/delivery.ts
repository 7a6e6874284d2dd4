import { randomUUID } from 'node:crypto';
import type { FunctionUrlEvent } from '../../local/index.ts';
import { senderOf } from '../../tools/senders.ts';

/** What every peer verifies with. */
export const secret = {
  name: 'bench-momento',
  arn: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:bench-momento-AbCdEf',
  value: 'the secret that the benchmark signs its deliveries with',
} as const;

const sender = senderOf('momento', 'https://bench');

/** The event of a signed, fresh delivery, as a Function URL hands it to its function. */
export function delivery(now = Date.now()): string {
  const { headers, body } = sender(secret.value, now);
  const userAgent = headers['user-agent'];
  const domainPrefix = 'bench';
  const event: FunctionUrlEvent = {
    version: '2.0',
    routeKey: '$default',
    rawPath: '/momento',
    rawQueryString: '',
    headers: {
      ...headers,
      host: `${domainPrefix}.lambda-url.us-east-1.on.aws`,
      'content-length': String(Buffer.byteLength(body)),
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-proto': 'https',
      'x-forwarded-port': '443',
    },
    requestContext: {
      accountId: 'anonymous',
      apiId: domainPrefix,
      domainName: `${domainPrefix}.lambda-url.us-east-1.on.aws`,
      domainPrefix,
      http: {
        method: 'POST',
        path: '/momento',
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        ...(userAgent !== undefined && { userAgent }),
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: '10/Jul/2026:19:19:06 +0000',
      timeEpoch: now,
    },
    body,
    isBase64Encoded: false,
  };
  return JSON.stringify(event);
}
