import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { request } from '../function/harness/deliveries.ts';
import { awsAnswers } from './aws-answers.ts';
import { anyContent, type Content, content } from './bodies.ts';
import { hmacSha3 } from './oracle/hmac.ts';
import { canary, foreignSecrets, freshnessMs, secretsBySource } from './sources.ts';
import type { AwsAnswers } from './warm-environment.ts';

/** One request, and what AWS will say while it is handled. */
export type Sent = { readonly answers: AwsAnswers } & (
  | { readonly kind: 'request'; readonly event: LambdaFunctionURLEvent }
  /** What no Function URL hands over. */
  | { readonly kind: 'misshapen'; readonly event: unknown }
  /** One of those before it in its sequence, as many back as that, a while later. */
  | { readonly kind: 'again'; readonly back: number; readonly laterMs: number }
);

/** Times of receipt: deliveries of one environment seldom lie in the same millisecond, so seldom are the same. */
const receivedAt = fc.integer({ min: 1_767_225_600_000, max: 1_798_761_600_000 });

const ageMs = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 5_000 }) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(-1, 1), fc.constantFrom(-1, 0, 1, 86_400_000))
      .map(([side, beyond]) => side * (freshnessMs + beyond)),
  },
);

const { current = '', previous = '' } = secretsBySource.momento ?? {};

const secret = fc.oneof(
  { weight: 12, arbitrary: fc.constant(current) },
  { weight: 4, arbitrary: fc.constant(previous) },
  { weight: 3, arbitrary: fc.constantFrom(...foreignSecrets) },
);

const path = fc.oneof(
  { weight: 20, arbitrary: fc.constant('/momento') },
  { weight: 2, arbitrary: fc.constantFrom('/orders', '/vacant', '/unset') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('/', '', '/momento/', '/MOMENTO', '//momento', '/%6domento', '/__proto__', `/${canary}`),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }).map((text) => `/${text}`) },
);

const method = fc.oneof(
  { weight: 30, arbitrary: fc.constant('POST') },
  { weight: 1, arbitrary: fc.constantFrom('GET', 'PUT', 'OPTIONS', 'HEAD', 'post', 'POST ', `X-${canary}`) },
);

const contentType = fc.oneof(
  {
    weight: 30,
    arbitrary: fc.constantFrom(
      ...['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON', 'application/cloudevents+json'],
      ...['application/octet-stream', undefined],
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['', 'text/plain', 'application/jsonp', 'application/json, text/plain', 'application/x-www-form-urlencoded'],
      ...[';', 'json', 'application/', 'application/+json', `application/${canary}`],
    ),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
);

/** What becomes of a signature on its way. */
const handling = fc.oneof(
  { weight: 16, arbitrary: fc.constant((hex: string): string | undefined => hex) },
  { weight: 1, arbitrary: fc.constant((hex: string) => hex.toUpperCase()) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['', '0'.repeat(64), undefined].map((header) => () => header),
      (hex: string) => `${hex},${hex}`,
      (hex: string) => `${hex}, ${hex}`,
      (hex: string) => `${hex}${hex}`,
      (hex: string) => ` ${hex}`,
      (hex: string) => `${hex} `,
      (hex: string) => `${hex}\n`,
      (hex: string) => `sha3-256=${hex}`,
      (hex: string) => `0x${hex}`,
      (hex: string) => Buffer.from(hex, 'hex').toString('base64'),
      (hex: string) => `${canary}${hex.slice(canary.length)}`,
      (hex: string) => `${hex.slice(0, -1)}é`,
    ),
  },
  { weight: 1, arbitrary: fc.nat(63).map((length) => (hex: string) => hex.slice(0, length)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.nat(63), fc.constantFrom(...'0123456789abcdef')).map(
      ([at, digit]) =>
        (hex: string) =>
          hex.slice(0, at) + digit + hex.slice(at + 1),
    ),
  },
);

/** Headers that nobody asked for, some of them with names that objects have. */
const otherHeaders = fc.dictionary(
  fc.oneof(
    fc.constantFrom('__proto__', 'constructor', 'host', 'cookie', 'x-forwarded-for', 'traceparent'),
    fc.string(),
  ),
  fc.oneof(fc.constant(`${canary}-header`), fc.string({ unit: 'binary', maxLength: 20 })),
  { maxKeys: 3, noNullPrototype: true },
);

/** Near a delivery: each part of it is as it should be more often than not. */
const nearDelivery: fc.Arbitrary<LambdaFunctionURLEvent> = fc
  .record({
    line: fc.record({ path, method }),
    ...{ receivedAt, ageMs, content, secret, handling, contentType },
    others: otherHeaders,
    asBytes: fc.boolean(),
  })
  .map(({ line, receivedAt, ageMs, content, secret, handling, contentType, others, asBytes }) => {
    const sent = content(receivedAt - ageMs);
    const signature = handling(hmacSha3(secret, Buffer.from(sent)).toString('hex'));
    return request({
      ...line,
      ...inBody(sent, asBytes),
      timeEpoch: receivedAt,
      headers: headers({ ...others, 'content-type': contentType, 'momento-signature': signature }),
    });
  });

/** What the internet sends to a public URL. */
const noDelivery: fc.Arbitrary<LambdaFunctionURLEvent> = fc
  .record({
    line: fc.record({ path, method, timeEpoch: receivedAt }),
    content: anyContent,
    asBytes: fc.boolean(),
    contentType,
    signature: fc.oneof(
      fc.constant(undefined),
      fc.string({ maxLength: 70 }),
      fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 }),
    ),
    others: otherHeaders,
  })
  .map(({ line, content, asBytes, contentType, signature, others }) =>
    request({
      ...line,
      ...inBody(content, asBytes),
      headers: headers({ ...others, 'content-type': contentType, 'momento-signature': signature }),
    }),
  );

/** An event that lacks what Lambda always sends, or has it of another kind. */
const misshapen: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  {
    weight: 6,
    arbitrary: fc
      .tuple(
        nearDelivery,
        fc.constantFrom(
          ...['headers', 'body', 'rawPath', 'isBase64Encoded', 'requestContext', 'requestContext.http'],
          ...['requestContext.http.method', 'requestContext.timeEpoch', 'requestContext.requestId'],
          ...['headers.content-type', 'headers.momento-signature', 'rawQueryString', 'version'],
        ),
        fc.oneof(
          fc.constant(undefined),
          fc.jsonValue({ maxDepth: 2 }),
          fc.constantFrom('2026-01-01T00:00:00Z', '=', '%%%'),
        ),
      )
      .map(([event, at, value]) => replaced(event, at.split('.'), value)),
  },
);

export const sent: fc.Arbitrary<Sent> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('request' as const), event: nearDelivery, answers: awsAnswers }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('request' as const), event: noDelivery, answers: awsAnswers }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('misshapen' as const), event: misshapen, answers: awsAnswers }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('again' as const),
      back: fc.integer({ min: 1, max: 8 }),
      laterMs: fc.constantFrom(0, 0, 1, 30_000, freshnessMs),
      answers: awsAnswers,
    }),
  },
);

/** Bytes can only go as base64. */
function inBody(content: Content, asBytes: boolean): { readonly body: string; readonly isBase64Encoded: boolean } {
  if (typeof content === 'string' && !asBytes) return { body: content, isBase64Encoded: false };
  return { body: Buffer.from(content).toString('base64'), isBase64Encoded: true };
}

/** Own properties whatever their names, and none where there is no value: as JSON.parse makes them. */
function headers(of: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ 'user-agent': `${canary}-agent`, ...of }).filter(
      (header): header is [string, string] => header[1] !== undefined,
    ),
  );
}

function replaced(value: unknown, [key = '', ...below]: readonly string[], by: unknown): unknown {
  const own = Object(value) as Readonly<Record<string, unknown>>;
  return { ...own, [key]: below.length === 0 ? by : replaced(own[key], below, by) };
}
