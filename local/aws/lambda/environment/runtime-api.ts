import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a runtime reports of a failure, by Lambda's names. */
export interface FunctionError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
}

/** What the process of an environment says over its Runtime API. */
export type RuntimeCall =
  | { readonly kind: 'next'; readonly answer: (invocation: RuntimeInvocation) => void }
  | { readonly kind: 'response'; readonly requestId: string; readonly payload: Buffer }
  | { readonly kind: 'error'; readonly requestId: string; readonly error: FunctionError }
  | { readonly kind: 'init-error'; readonly error: FunctionError };

export interface RuntimeInvocation {
  readonly requestId: string;
  readonly payload: string | Buffer;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly functionArn: string;
  readonly traceHeader: string;
}

export interface RuntimeApi {
  /** `host:port`, as AWS_LAMBDA_RUNTIME_API wants it. */
  readonly address: string;
  close(): void;
}

/** Lambda's answer limit: 6 MB and 100 bytes. What is larger becomes Function.ResponseSizeTooLarge. */
const responseLimit = 6_291_556;

/** Lambda's Runtime API (version 2018-06-01) for one execution environment. */
export async function runtimeApi(heard: (call: RuntimeCall) => void): Promise<RuntimeApi> {
  const server = createServer((request, response) => {
    // A runtime that ends in the middle of a call takes its connection along; its exit is reported elsewhere.
    serve(request, response, heard).catch(() => response.destroy());
  });
  // The runtime waits in /next for as long as it takes, and reads the end of the connection as the end of the host.
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(0, '127.0.0.1', listening);
  });
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function serve(request: IncomingMessage, response: ServerResponse, heard: (call: RuntimeCall) => void) {
  const route = /^\/2018-06-01\/runtime\/(?:invocation\/(?:(next)|([^/]+)\/(response|error))|init\/(error))$/.exec(
    request.url ?? '',
  );
  if (!route) return reply(response, 404, { errorType: 'InvalidPath', errorMessage: `no ${request.url}` });
  const [, next, requestId = '', outcome, init] = route;
  if (next) return heard({ kind: 'next', answer: (invocation) => hand(response, invocation) });
  const body = await read(request);
  if (init) heard({ kind: 'init-error', error: functionError(body.bytes) });
  else if (outcome === 'error') heard({ kind: 'error', requestId, error: functionError(body.bytes) });
  else if (body.tooLarge) {
    heard({ kind: 'error', requestId, error: responseTooLarge });
    return reply(response, 413, responseTooLarge);
  } else if (request.headers['lambda-runtime-function-response-mode'] === 'streaming') {
    heard({ kind: 'error', requestId, error: streamed });
  } else heard({ kind: 'response', requestId, payload: body.bytes });
  return reply(response, 202, { status: 'OK' });
}

function hand(response: ServerResponse, invocation: RuntimeInvocation): void {
  response.writeHead(200, {
    'Content-Type': 'application/json',
    'Lambda-Runtime-Aws-Request-Id': invocation.requestId,
    'Lambda-Runtime-Deadline-Ms': invocation.deadline,
    'Lambda-Runtime-Invoked-Function-Arn': invocation.functionArn,
    'Lambda-Runtime-Trace-Id': invocation.traceHeader,
  });
  response.end(invocation.payload);
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

async function read(request: IncomingMessage): Promise<{ readonly bytes: Buffer; readonly tooLarge: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= responseLimit) chunks.push(chunk);
  }
  return { bytes: Buffer.concat(chunks), tooLarge: length > responseLimit };
}

const responseTooLarge: FunctionError = {
  errorType: 'Function.ResponseSizeTooLarge',
  errorMessage: `Response payload size exceeded maximum allowed payload size (${responseLimit} bytes).`,
};

const streamed: FunctionError = {
  errorType: 'Runtime.StreamingNotSupported',
  errorMessage: 'the local Lambda takes whole responses only; invoke mode RESPONSE_STREAM is not carried out',
};

function functionError(body: Buffer): FunctionError {
  try {
    const { errorType, errorMessage, trace } = JSON.parse(body.toString('utf8'));
    return {
      errorType: String(errorType ?? 'Runtime.Unknown'),
      errorMessage: String(errorMessage ?? ''),
      ...(Array.isArray(trace) && { trace: trace.map(String) }),
    };
  } catch {
    return { errorType: 'Runtime.Unknown', errorMessage: body.toString('utf8') };
  }
}
