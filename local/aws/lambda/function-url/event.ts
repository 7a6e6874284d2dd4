import type { IncomingMessage } from 'node:http';
import { bodyOf } from './body.ts';

/** The event a Function URL with AuthType NONE gives its function: payload format version 2.0. */
export interface FunctionUrlEvent {
  readonly version: '2.0';
  readonly routeKey: '$default';
  /** Percent-encoded, as received. */
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly cookies?: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly queryStringParameters?: Readonly<Record<string, string>>;
  readonly requestContext: {
    readonly accountId: 'anonymous';
    readonly apiId: string;
    readonly domainName: string;
    readonly domainPrefix: string;
    readonly http: {
      readonly method: string;
      readonly path: string;
      readonly protocol: string;
      readonly sourceIp: string;
      readonly userAgent?: string;
    };
    readonly requestId: string;
    readonly routeKey: '$default';
    readonly stage: '$default';
    readonly time: string;
    readonly timeEpoch: number;
  };
  readonly body?: string;
  readonly isBase64Encoded: boolean;
}

export interface UrlIdentity {
  /** The first label of the Function URL's host name. */
  readonly urlId: string;
  readonly region: string;
}

export interface Arrival {
  readonly requestId: string;
  readonly traceRoot: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export function urlEvent(
  request: IncomingMessage,
  body: Buffer,
  identity: UrlIdentity,
  arrival: Arrival,
): FunctionUrlEvent {
  const { rawPath, rawQueryString } = target(request.url ?? '/');
  const sourceIp = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const received = joinedHeaders(request.rawHeaders);
  const cookies = (received.get('cookie') ?? '').split(';').flatMap((cookie) => cookie.trim() || []);
  const userAgent = received.get('user-agent');
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    // Unlike API Gateway a Function URL leaves the header in place (aws/aws-lambda-go#597, aws-lambda-web-adapter#121).
    ...(cookies.length > 0 && { cookies }),
    headers: Object.fromEntries([...received, ...addedHeaders(received, sourceIp, arrival)]),
    ...(rawQueryString !== '' && { queryStringParameters: parameters(rawQueryString) }),
    requestContext: {
      accountId: 'anonymous',
      apiId: identity.urlId,
      domainName: `${identity.urlId}.lambda-url.${identity.region}.on.aws`,
      domainPrefix: identity.urlId,
      http: {
        method: request.method ?? 'GET',
        path: decoded(rawPath),
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp,
        ...(userAgent !== undefined && { userAgent }),
      },
      // The invocation's own id, "to trace invocation logs related to your function" (developer guide).
      requestId: arrival.requestId,
      routeKey: '$default',
      stage: '$default',
      time: clfTime(arrival.at),
      timeEpoch: arrival.at,
    },
    ...bodyOf(body, received.get('content-type')),
  };
}

function target(url: string): { readonly rawPath: string; readonly rawQueryString: string } {
  // A proxy's absolute form carries the origin before the path; `OPTIONS *` has no path at all.
  const local = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
  const question = local.indexOf('?');
  const path = question < 0 ? local : local.slice(0, question);
  return { rawPath: path.startsWith('/') ? path : '/', rawQueryString: question < 0 ? '' : local.slice(question + 1) };
}

/** What concerns the one connection only and so never reaches a function. */
const hopByHop = new Set(
  'connection expect keep-alive proxy-connection te trailer transfer-encoding upgrade'.split(' '),
);

/** Lower-cased names, repeats joined with a comma; Node's own `headers` would drop some repeats. */
function joinedHeaders(raw: readonly string[]): Map<string, string> {
  const joined = new Map<string, string>();
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at]?.toLowerCase() ?? '';
    const value = raw[at + 1] ?? '';
    if (hopByHop.has(name)) continue;
    const before = joined.get(name);
    // Cookie pairs go on being parted by semicolons, as RFC 9113 8.2.3 asks where several fields become one.
    joined.set(name, before === undefined ? value : `${before}${name === 'cookie' ? '; ' : ','}${value}`);
  }
  return joined;
}

/** What AWS's front adds. A Function URL is reached over TLS only, so the function is told so here too. */
function addedHeaders(received: ReadonlyMap<string, string>, sourceIp: string, arrival: Arrival): [string, string][] {
  const forwarded = received.get('x-forwarded-for');
  return [
    ['x-amzn-trace-id', received.get('x-amzn-trace-id') ?? `Root=${arrival.traceRoot}`],
    ['x-forwarded-for', forwarded === undefined ? sourceIp : `${forwarded},${sourceIp}`],
    ['x-forwarded-proto', 'https'],
    ['x-forwarded-port', '443'],
  ];
}

function parameters(query: string): Record<string, string> {
  const joined = new Map<string, string>();
  for (const pair of query.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decoded((equals < 0 ? pair : pair.slice(0, equals)).replaceAll('+', ' '));
    const value = equals < 0 ? '' : decoded(pair.slice(equals + 1).replaceAll('+', ' '));
    const before = joined.get(name);
    joined.set(name, before === undefined ? value : `${before},${value}`);
  }
  return Object.fromEntries(joined);
}

/** Percent-decoded, or as it was where it cannot be. */
function decoded(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Common log format in UTC, e.g. `10/Jul/2026:19:19:06 +0000`. */
function clfTime(epoch: number): string {
  const [, day, month, year, time] = new Date(epoch).toUTCString().split(' ');
  return `${day}/${month}/${year}:${time} +0000`;
}
