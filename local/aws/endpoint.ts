import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { AwsError } from './aws-error.ts';
import { ConnectionLost } from './faults.ts';
import { type Call, callOf } from './protocols/call.ts';
import { byTarget, callOperation, type Service, type Services } from './service.ts';

/** Above whatever the stack sends: its largest request is an SQS batch of 1 MiB, which JSON escapes make 6 MiB at most. */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Every AWS API of the local run on one address. */
export function awsEndpointServer(services: readonly Service[]): Server {
  const targets = byTarget(services);
  return createServer((request, response) => {
    answer(targets, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
}

async function answer(services: Services, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const call = callOf(services, request);
  const answered = await dispatch(services, call, request, gone.signal);
  if (!answered) return response.destroy();
  const { headers, body, status, isCut } = answered;
  // A client that went while it was sending needs no answer, and its going is no failure of ours.
  if (request.errored || gone.signal.aborted) return;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader('x-amzn-requestid', randomUUID());
  response.statusCode = status;
  if (!isCut) return response.end(body);
  response.setHeader('content-length', Buffer.byteLength(body));
  return response.write(body.slice(0, body.length / 2), () => response.destroy());
}

/** Nothing when the connection is lost before there is an answer. */
async function dispatch(services: Services, call: Call, request: IncomingMessage, gone: AbortSignal) {
  const { service, protocol, asked } = call;
  const success = (output: object) => ({ status: 200, isCut: false, ...protocol.success(output) });
  try {
    const body = asked ?? (await read(request));
    const operation = protocol.operationOf?.(body) ?? call.operation;
    const input = withTrace(services.get(service), operation, protocol.read(body), request);
    return success(await callOperation(services, service, operation, input, gone));
  } catch (error) {
    if (error instanceof ConnectionLost) return error.halfAnswer && { ...success(error.halfAnswer), isCut: true };
    const refused = error instanceof AwsError ? error : request.errored ? clientGone : internalFailure(error);
    const { headers, body } = protocol.failure(refused);
    const queryCode = services.get(service)?.queryCode?.(refused.code);
    const fault = refused.status < 500 ? 'Sender' : 'Receiver';
    return {
      status: refused.status,
      isCut: false,
      headers: {
        ...headers,
        'x-amzn-errortype': refused.code,
        ...(queryCode && { 'x-amzn-query-error': `${queryCode};${fault}` }),
      },
      body,
    };
  }
}

function withTrace(service: Service | undefined, operation: string, input: unknown, { headers }: IncomingMessage) {
  const traceHeader = headers['x-amzn-trace-id'];
  return typeof traceHeader === 'string' ? (service?.withTrace?.(operation, input, traceHeader) ?? input) : input;
}

/** All of the body is taken off the wire even when it is refused: a client still writing would miss the answer. */
async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes <= maximumBodyBytes) chunks.push(chunk);
  }
  if (bytes > maximumBodyBytes) throw tooLarge(`has ${bytes} bytes`);
  const body = Buffer.concat(chunks);
  return request.headers['content-encoding'] === 'gzip' ? unpacked(body) : body;
}

/** SDK clients compress a PutMetricData of more than 10 kB. */
function unpacked(body: Buffer): Buffer {
  try {
    return gunzipSync(body, { maxOutputLength: maximumBodyBytes });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge('is larger once unpacked');
    throw new AwsError('SerializationException', 'the request body is not in the gzip format');
  }
}

function tooLarge(what: string): AwsError {
  return new AwsError(
    'RequestEntityTooLarge',
    `the request body ${what}; the local AWS takes up to ${maximumBodyBytes}`,
    413,
  );
}

const clientGone = new AwsError('RequestTimeout', 'the client went while it was sending');

function internalFailure(error: unknown): AwsError {
  console.error(error);
  return new AwsError('InternalFailure', 'the local AWS failed; its standard error says why', 500);
}
