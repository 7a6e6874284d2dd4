import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { AwsError, InvalidInput, type Service } from './service.ts';

/** Above whatever the stack sends: its largest request is an SQS batch of 1 MiB, which JSON escapes make 6 MiB at most. */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Every AWS API of the local run on one address, told apart by `X-Amz-Target` as in AWS's JSON protocols. */
export function awsEndpoint(services: readonly Service[]): Server {
  const byTarget = new Map(services.map((service) => [service.target, service]));
  return createServer((request, response) => {
    for (const { paths = {}, target } of services) {
      const operation = paths[request.url ?? ''];
      if (operation !== undefined) request.headers['x-amz-target'] = `${target}.${operation}`;
    }
    answer(byTarget, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
}

async function answer(services: ReadonlyMap<string, Service>, request: IncomingMessage, response: ServerResponse) {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const service = services.get(target(request).service);
  let status = 200;
  let body: string;
  let type = `application/x-amz-json-${request.headers['content-type']?.includes('1.0') ? '1.0' : '1.1'}`;
  try {
    body = JSON.stringify(await dispatch(services, request, gone.signal));
  } catch (error) {
    // A client that went while it was sending needs no answer, and its going is no failure of ours.
    if (request.errored) return;
    const refused = error instanceof AwsError ? error : internalFailure(error);
    status = refused.status;
    if (speaksXml(request)) type = 'text/xml';
    body =
      type === 'text/xml' ? xml(request, refused) : JSON.stringify({ __type: refused.code, message: refused.message });
    response.setHeader('x-amzn-errortype', refused.code);
    const queryCode = service?.queryCode?.(refused.code);
    if (queryCode) response.setHeader('x-amzn-query-error', `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}`);
  }
  if (gone.signal.aborted) return;
  response.setHeader('content-type', type);
  response.setHeader('x-amzn-requestid', randomUUID());
  response.statusCode = status;
  response.end(body);
}

async function dispatch(services: ReadonlyMap<string, Service>, request: IncomingMessage, gone: AbortSignal) {
  const body = await read(request);
  const { service: name, operation: operationName } = target(request);
  if (request.method !== 'POST' || !name) throw otherProtocol(services, request);
  const service = services.get(name);
  if (!service) {
    const known = [...services.keys()].join(', ');
    throw new AwsError(
      'UnknownOperationException',
      `X-Amz-Target is "${name}.${operationName}"; the local AWS has ${known}`,
    );
  }
  const operation = Object.hasOwn(service.operations, operationName) ? service.operations[operationName] : undefined;
  if (!operation) {
    const known = Object.keys(service.operations).join(', ');
    throw new AwsError('UnknownOperationException', `the local ${name} has no ${operationName}; it has ${known}`);
  }
  try {
    return await operation(parse(body), gone);
  } catch (error) {
    if (error instanceof InvalidInput) throw new AwsError(service.invalidInput, error.message);
    throw error;
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
  if (bytes <= maximumBodyBytes) return Buffer.concat(chunks);
  throw new AwsError(
    'RequestEntityTooLarge',
    `the request body has ${bytes} bytes; the local AWS takes up to ${maximumBodyBytes}`,
    413,
  );
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}

function target(request: IncomingMessage): { readonly service: string; readonly operation: string } {
  const [service = '', operation = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  return { service, operation };
}

function internalFailure(error: unknown): AwsError {
  console.error(error);
  return new AwsError('InternalFailure', 'the local AWS failed; its standard error says why', 500);
}

/** What `aws s3 ls` or `aws sts get-caller-identity` gets here: S3 speaks REST and STS the query protocol. */
function otherProtocol(services: ReadonlyMap<string, Service>, request: IncomingMessage): AwsError {
  const service = signedFor(request);
  return new AwsError(
    'UnknownOperationException',
    `${request.method} ${request.url}${service ? ` for ${service}` : ''} is not here: ` +
      `the local AWS takes POST requests with X-Amz-Target, for ${[...services.keys()].join(', ')}`,
  );
}

/** The service in the credential scope of a Signature Version 4 header. */
function signedFor(request: IncomingMessage): string | undefined {
  return /Credential=[^/]+\/\d{8}\/[^/]+\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];
}

function speaksXml(request: IncomingMessage): boolean {
  return signedFor(request) === 's3' || speaksQuery(request);
}

function speaksQuery(request: IncomingMessage): boolean {
  return request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') ?? false;
}

/** The two shapes of an XML error, so that clients of those protocols print the message and not a parse failure. */
function xml(request: IncomingMessage, { code, message }: AwsError): string {
  const text = message.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const error = `<Error><Code>${code}</Code><Message>${text}</Message></Error>`;
  return speaksQuery(request) ? `<ErrorResponse>${error}</ErrorResponse>` : error;
}
