import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Invocation, LambdaHost } from '../host.ts';
import { type UrlAnswer, urlAnswer } from './answer.ts';
import { type UrlIdentity, urlEvent } from './event.ts';

export interface FunctionUrlOptions extends UrlIdentity {
  /** Every request as it was answered, for the metrics AWS keeps of a Function URL. */
  readonly observe?: (request: UrlRequest) => void;
}

export interface UrlRequest {
  readonly at: number;
  readonly latencyMs: number;
  readonly status: number;
}

/** A Function URL with AuthType NONE and invoke mode BUFFERED in front of a function. */
export function functionUrl(host: LambdaHost, options: FunctionUrlOptions): Server {
  return createServer((request, response) => {
    const at = Date.now();
    const began = performance.now();
    response.once('finish', () => {
      options.observe?.({ at, latencyMs: performance.now() - began, status: response.statusCode });
    });
    // A client that went away in the middle of its upload is the one thing left that fails.
    serve(host, options, request, response, at).catch(() => response.destroy());
  });
}

async function serve(
  host: LambdaHost,
  identity: UrlIdentity,
  request: IncomingMessage,
  response: ServerResponse,
  at: number,
): Promise<void> {
  const requestId = randomUUID();
  const trace = host.trace(request.headers['x-amzn-trace-id']?.toString());
  response.setHeader('x-amzn-RequestId', requestId);
  response.setHeader('x-amzn-trace-id', `Root=${trace.root};Sampled=${trace.sampled ? 1 : 0}`);
  const body = await upload(request);
  if (body === undefined) return send(response, requestTooLarge);
  const event = urlEvent(request, body, identity, { requestId, traceRoot: trace.root, at });
  const invocation = await host.invoke(JSON.stringify(event), { requestId, trace });
  return send(response, answerTo(invocation));
}

/** Lambda takes events of up to 6 MB. Its JSON and base64 count, so that a binary body of 4.5 MB is too large already. */
const uploadLimit = 6_291_456;

/** How much is read and thrown away so that a client, which may look up only when it has sent it all, sees its 413. */
const patience = 10 * uploadLimit;

async function upload(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > uploadLimit) chunks.length = 0;
    else chunks.push(chunk);
    if (length > patience) throw new Error('the upload has no end');
  }
  return length > uploadLimit ? undefined : Buffer.concat(chunks);
}

function answerTo(invocation: Invocation): UrlAnswer {
  if (invocation.ok) return urlAnswer(invocation.payload) ?? badGateway;
  switch (invocation.reason) {
    case 'throttled':
      return throttled;
    case 'request-too-large':
      return requestTooLarge;
    case 'closed':
      return { status: 503, headers: [json], body: '{"Message":"Service Unavailable"}' };
    default:
      return badGateway;
  }
}

function send(response: ServerResponse, answer: UrlAnswer): void {
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) response.appendHeader(name, value);
  // A 204 or 304 has no content, not even one of length 0.
  if (answer.status !== 204 && answer.status !== 304) {
    response.setHeader('content-length', Buffer.byteLength(answer.body));
  }
  response.end(answer.body);
}

const json = ['content-type', 'application/json'] as const;

/** A function that failed, ran out of time or returned what is no answer; AWS sends this text under this type. */
const badGateway: UrlAnswer = { status: 502, headers: [json], body: 'Internal Server Error' };

const requestTooLarge: UrlAnswer = {
  status: 413,
  headers: [json, ['x-amzn-ErrorType', 'RequestTooLargeException']],
  body: '{"Message":"Request must be smaller than 6291456 bytes for the InvokeFunction operation"}',
};

/** The body is that of Invoke's TooManyRequestsException: AWS documents the status of a throttled URL, not its body. */
const throttled: UrlAnswer = {
  status: 429,
  headers: [json, ['x-amzn-ErrorType', 'TooManyRequestsException']],
  body: '{"Reason":"ReservedFunctionConcurrentInvocationLimitExceeded","Type":"User","message":"Rate Exceeded."}',
};
