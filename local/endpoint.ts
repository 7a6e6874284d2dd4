import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { ConnectionLost } from './faults.ts';
import { cbor } from './protocols/cbor.ts';
import { json } from './protocols/json.ts';
import type { Protocol } from './protocols/protocol.ts';
import { query } from './protocols/query.ts';
import { refusal, signedFor, speaksQuery } from './protocols/refusal.ts';
import { AwsError, byTarget, callOperation, type Service, type Services } from './service.ts';

/** Above whatever the stack sends: its largest request is an SQS batch of 1 MiB, which JSON escapes make 6 MiB at most. */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Every AWS API of the local run on one address, told apart as AWS's protocols do. */
export function awsEndpoint(services: readonly Service[]): Server {
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

interface Call {
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  /** In place of the body: what the URL asks for. */
  readonly asked?: Buffer;
}

/** Which operation of which service a request is for. */
function callOf(services: Services, request: IncomingMessage): Call {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const byQuery = queryCallOf(services, request, url);
  if (byQuery) return byQuery;
  const { pathname } = url;
  const refused = { service: '', operation: '', protocol: refusal(services, request) };
  if (request.method === 'GET') return readOf(services, url) ?? refused;
  if (request.method !== 'POST') return refused;
  const [, service = '', operation = ''] = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(pathname) ?? [];
  if (service && request.headers['smithy-protocol'] === 'rpc-v2-cbor') {
    return { service, operation, protocol: cbor(services.get(service)?.timestamps) };
  }
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const [service = '', operation = ''] = String(target).split('.');
    const version = request.headers['content-type']?.includes('1.0') ? '1.0' : '1.1';
    return { service, operation, protocol: json(`application/x-amz-json-${version}`) };
  }
  for (const { target: service, paths = {} } of services.values()) {
    const operation = Object.hasOwn(paths, pathname) ? paths[pathname] : undefined;
    if (operation !== undefined) return { service, operation, protocol: json('application/json') };
  }
  return refused;
}

function readOf(services: Services, { pathname, searchParams }: URL): Call | undefined {
  for (const { target: service, reads = {} } of services.values()) {
    for (const [path, operation] of Object.entries(reads)) {
      const found = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(pathname);
      const input = { ...Object.fromEntries(searchParams), ...found?.groups };
      if (found) return { service, operation, protocol: { ...json('application/json'), read: () => input } };
    }
  }
  return undefined;
}

/** A form signed for a service that speaks the query protocol; or a link that the service gave out, which has no signature. */
function queryCallOf(services: Services, request: IncomingMessage, url: URL): Call | undefined {
  const isPost = request.method === 'POST';
  const signed = isPost && speaksQuery(request) ? signedFor(request) : undefined;
  const asked = isPost ? null : url.searchParams.get('Action');
  for (const { target: service, query: api, operations } of services.values()) {
    if (!api) continue;
    const call = { service, operation: '', protocol: query(api) };
    if (api.signingName === signed) return call;
    if (asked !== null && Object.hasOwn(operations, asked)) return { ...call, asked: Buffer.from(url.search.slice(1)) };
  }
  return undefined;
}

/** Nothing when the connection is lost before there is an answer. */
async function dispatch(services: Services, call: Call, request: IncomingMessage, gone: AbortSignal) {
  const { service, protocol, asked } = call;
  const success = (output: object) => ({ status: 200, isCut: false, ...protocol.success(output) });
  try {
    const body = asked ?? (await read(request));
    const operation = protocol.operationOf?.(body) ?? call.operation;
    return success(await callOperation(services, service, operation, protocol.read(body), gone));
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
