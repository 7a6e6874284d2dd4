import { createHmac } from 'node:crypto';
import type { Context, LambdaFunctionURLEvent, LambdaFunctionURLResult } from 'aws-lambda';
import type { Configuration, Source } from '../../../function/configuration.ts';
import { momento } from '../../../function/sources/momento.ts';

/** 2026-01-01T00:00:00Z: when every delivery of these tests is received, and when it was sent unless said otherwise. */
export const receivedAt = 1_767_225_600_000;

export const currentSecret = 'current-secret';
export const previousSecret = 'previous-secret';

export const source: Source = {
  name: 'momento',
  scheme: momento,
  secretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:momento',
};

export const otherSource: Source = {
  name: 'orders',
  scheme: momento,
  secretId: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:orders',
};

export const configuration: Configuration = {
  busName: 'deliveries',
  parkingQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/parking',
  sources: [source, otherSource],
  freshnessMs: 60_000,
  maxDeliveryBytes: 1_000,
  secretCacheMs: 300_000,
};

/** A delivery as Momento sends it. */
export const body =
  '{"cache":"chat","topic":"room-281","event_timestamp":1767225599000,"publish_timestamp":1767225600000,' +
  '"topic_sequence_number":7,"token_id":"","text":"hello"}';

/** Made with Python: hmac.new(b'current-secret', body, 'sha3_256').hexdigest() */
export const bodySignature = 'e20597c5a8b1c56e03be609e1852d6902af12e12e70ab8fb4780237ded70c29d';

/** Made with Python in the same way, keyed by previous-secret. */
export const bodySignatureByPrevious = 'd297e316383e4d9ed69130fdb9df07067ec4dfd2f1580fc337824133efb32075';

/** Made with Python: hashlib.sha256(b'momento\nmomento\n' + body).hexdigest()[:32] */
export const bodyDeliveryId = '410510f472fa7c9d51013b0ae4374371';

export function sign(bytes: string | Uint8Array, secret = currentSecret): string {
  return createHmac('sha3-256', secret).update(bytes).digest('hex');
}

export interface Request {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly isBase64Encoded?: boolean;
  readonly timeEpoch?: number;
}

/** A request as a Function URL hands it over, payload format 2.0, with no header but those given. */
export function request({
  method = 'POST',
  path = '/momento',
  headers = {},
  body,
  isBase64Encoded = false,
  timeEpoch = receivedAt,
}: Request): LambdaFunctionURLEvent {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers,
    requestContext: {
      accountId: 'anonymous',
      apiId: 'abcdefghij',
      domainName: 'abcdefghij.lambda-url.eu-west-1.on.aws',
      domainPrefix: 'abcdefghij',
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '198.51.100.7', userAgent: 'Momento/1.0 (Webhooks)' },
      requestId: '6b8e2a4c-0000-4000-8000-00000000000a',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jan/2026:00:00:00 +0000',
      timeEpoch,
    },
    ...(body === undefined ? {} : { body }),
    isBase64Encoded,
  };
}

/** A signed JSON delivery; text goes as text, bytes go as base64. */
export function delivery(
  content: string | Uint8Array = body,
  { secret = currentSecret, headers, ...rest }: Omit<Request, 'body'> & { readonly secret?: string } = {},
): LambdaFunctionURLEvent {
  const isText = typeof content === 'string';
  return request({
    headers: { 'content-type': 'application/json', 'momento-signature': sign(content, secret), ...headers },
    body: isText ? content : Buffer.from(content).toString('base64'),
    isBase64Encoded: !isText,
    ...rest,
  });
}

/** A Momento payload with some fields changed, or left out where `undefined` is given. */
export function payload(changes: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ cache: 'chat', topic: 'room-281', publish_timestamp: receivedAt, text: 'hello', ...changes });
}

export const context: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'webhook-bridge-test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:webhook-bridge-test',
  memoryLimitInMB: '256',
  awsRequestId: '9f1d3c5e-0000-4000-8000-00000000000b',
  logGroupName: '/aws/lambda/webhook-bridge-test',
  logStreamName: '2026/01/01/[$LATEST]0',
  getRemainingTimeInMillis: () => 5_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

/** An answer with its body read. */
export interface Answered {
  readonly statusCode: number | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export function answered(result: LambdaFunctionURLResult): Answered {
  if (typeof result === 'string') throw new Error('a Function URL would answer 200 to a bare string');
  const { statusCode, headers = {}, body } = result;
  return { statusCode, headers, body: JSON.parse(body ?? '') as Answered['body'] };
}
