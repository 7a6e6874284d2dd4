import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Invocation, LambdaHost } from '../lambda.ts';
import { type UrlAnswer, urlAnswer } from './answer.ts';
import { type UrlIdentity, urlEvent } from './event.ts';
import { uploads } from './upload.ts';

export interface FunctionUrlOptions extends UrlIdentity {
  /** Every request with its answer, whether the client waited for it or not, for the metrics AWS keeps of a Function URL. */
  readonly observe?: (request: FunctionUrlRequest) => void;
  /** How long a client may take over its headers. AWS publishes no figure. Default 10 s. */
  readonly headersLimitMs?: number;
  /** How long it may take over all of a request. Default 15 s, which 6 MB need on a line of 4 Mbit/s. */
  readonly requestLimitMs?: number;
}

export interface FunctionUrlRequest {
  readonly at: number;
  readonly latencyMs: number;
  readonly status: number;
}

/** A Function URL with AuthType NONE and invoke mode BUFFERED in front of a function. */
export function functionUrlServer(host: LambdaHost, options: FunctionUrlOptions): Server {
  const { headersLimitMs = 10_000, requestLimitMs = 15_000 } = options;
  const upload = uploads();
  const limits = {
    headersTimeout: headersLimitMs,
    requestTimeout: requestLimitMs,
    // Connections that trickle are looked for so often; Node's own 30 s would let them stay that much longer.
    connectionsCheckingInterval: Math.min(1_000, headersLimitMs),
  };
  return createServer(limits, (request, response) => {
    const at = Date.now();
    const began = performance.now();
    const answered = (answer: UrlAnswer) => {
      // Before it is sent: from then on the client may run, and this process may have to wait.
      const latencyMs = performance.now() - began;
      send(response, answer);
      options.observe?.({ at, latencyMs, status: answer.status });
    };
    // A client that went away in the middle of its upload is the one thing left that fails.
    serve(request, response, at).then(answered, () => response.destroy());
  });

  async function serve(request: IncomingMessage, response: ServerResponse, at: number): Promise<UrlAnswer> {
    const requestId = randomUUID();
    const trace = host.trace(request.headers['x-amzn-trace-id']?.toString());
    response.setHeader('x-amzn-RequestId', requestId);
    response.setHeader('x-amzn-trace-id', `Root=${trace.root};Sampled=${trace.sampled ? 1 : 0}`);
    const uploaded = await upload(request);
    if (!uploaded.ok) return uploaded.reason === 'too-large' ? requestTooLarge : unavailable;
    const arrival = { requestId, traceRoot: trace.root, at };
    // As the bytes that are handed over: one copy of a large body, not three, waits with the invocation.
    const event = () => Buffer.from(JSON.stringify(urlEvent(request, uploaded.take(), options, arrival)));
    return answerTo(await host.invoke(event, { requestId, trace }));
  }
}

function answerTo(invocation: Invocation): UrlAnswer {
  if (invocation.ok) return urlAnswer(invocation.payload) ?? badGateway;
  switch (invocation.reason) {
    case 'concurrency-throttled':
      return throttled('ReservedFunctionConcurrentInvocationLimitExceeded');
    case 'rate-throttled':
      return throttled('ReservedFunctionInvocationRateLimitExceeded');
    case 'request-too-large':
      return requestTooLarge;
    case 'closed':
      return unavailable;
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

const unavailable: UrlAnswer = { status: 503, headers: [json], body: '{"Message":"Service Unavailable"}' };

/** The body is that of Invoke's TooManyRequestsException: AWS documents the status of a throttled URL, not its body. */
function throttled(reason: string): UrlAnswer {
  return {
    status: 429,
    headers: [json, ['x-amzn-ErrorType', 'TooManyRequestsException']],
    body: `{"Reason":"${reason}","Type":"User","message":"Rate Exceeded."}`,
  };
}
