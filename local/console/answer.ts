import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { AwsError } from '../aws/aws-error.ts';

/** What one path answers. The body of a POST is JSON and read before. */
type Route = (request: RouteRequest) => Answer | Promise<Answer>;

interface RouteRequest {
  /** What follows the route's prefix. */
  readonly rest: string;
  readonly input: unknown;
  /** Aborted when the page has gone before its answer. */
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly body: string;
  /** A Content-Security-Policy in place of the one that allows nothing. */
  readonly policy?: string;
}

/** By method and path; a path that ends in `/` takes what follows it, other than `/` itself. */
export type Routes = Readonly<Record<string, Route>>;

const nothing = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

export async function answer(routes: Routes, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const { status = 200, type, body, policy = nothing } = await answerOf(routes, request, gone.signal);
  if (gone.signal.aborted) return;
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function answerOf(routes: Routes, request: IncomingMessage, signal: AbortSignal): Promise<Answer> {
  try {
    // All of the body is taken off the wire even when it is refused: a client still writing would miss the answer.
    const body = await text(request);
    const refusal = refused(request);
    if (refusal) throw refusal;
    const path = new URL(request.url ?? '/', 'http://console').pathname;
    const method = request.method === 'HEAD' ? 'GET' : request.method;
    const { route, rest } = find(routes, `${method} ${path}`);
    return await route({ rest, input: method === 'POST' ? parse(body) : undefined, signal });
  } catch (error) {
    const known = error instanceof AwsError ? error : internalFailure(error);
    return json({ __type: known.code, message: known.message }, known.status);
  }
}

export function json(value: object, status = 200): Answer {
  return { status, type: 'application/json', body: JSON.stringify(value) };
}

/**
 * Any page that the person has open can send requests here. A name of its own that leads to 127.0.0.1 (DNS rebinding)
 * shows in Host; a POST from another site, in Origin, which browsers send with every POST.
 */
function refused({ method, headers }: IncomingMessage): AwsError | undefined {
  const host = headers.host ?? '';
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) {
    return new AwsError('Forbidden', 'the console answers to 127.0.0.1 and localhost only', 403);
  }
  if (method !== 'POST') return undefined;
  if (headers.origin !== `http://${host}`) {
    return new AwsError('Forbidden', 'the console takes POST requests from its own page only', 403);
  }
  if (headers['content-type'] === 'application/json') return undefined;
  return new AwsError('UnsupportedMediaType', 'the console takes application/json', 415);
}

function find(routes: Routes, wanted: string): { readonly route: Route; readonly rest: string } {
  const exact = Object.hasOwn(routes, wanted) ? routes[wanted] : undefined;
  if (exact) return { route: exact, rest: '' };
  for (const [prefix, route] of Object.entries(routes)) {
    const isPrefix = prefix.endsWith('/') && !prefix.endsWith(' /');
    if (isPrefix && wanted.startsWith(prefix)) return { route, rest: wanted.slice(prefix.length) };
  }
  throw new AwsError('NotFound', `the console has no ${wanted}`, 404);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}

function internalFailure(error: unknown): AwsError {
  console.error(error);
  return new AwsError('InternalFailure', 'the console failed; its standard error says why', 500);
}
