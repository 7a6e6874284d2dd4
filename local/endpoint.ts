import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { AwsError, InvalidInput, type Service } from './service.ts';

/** Every AWS API of the local run on one address, told apart by `X-Amz-Target` as in AWS's JSON protocols. */
export function awsEndpoint(services: readonly Service[]): Server {
  const byTarget = new Map(services.map((service) => [service.target, service]));
  return createServer((request, response) => {
    answer(byTarget, request, response).catch((error: unknown) => response.destroy(error as Error));
  });
}

async function answer(services: ReadonlyMap<string, Service>, request: IncomingMessage, response: ServerResponse) {
  const body = await buffer(request);
  const version = request.headers['content-type']?.includes('1.0') ? '1.0' : '1.1';
  let status = 200;
  let output: object;
  try {
    output = await dispatch(services, request, body);
  } catch (error) {
    const refused = error instanceof AwsError ? error : internalFailure(error);
    status = refused.status;
    output = { __type: refused.code, message: refused.message };
    response.setHeader('x-amzn-errortype', refused.code);
  }
  response.setHeader('content-type', `application/x-amz-json-${version}`);
  response.setHeader('x-amzn-requestid', randomUUID());
  response.statusCode = status;
  response.end(JSON.stringify(output));
}

function dispatch(services: ReadonlyMap<string, Service>, request: IncomingMessage, body: Buffer) {
  const [target = '', name = ''] = String(request.headers['x-amz-target'] ?? '').split('.');
  const service = services.get(target);
  if (!service) {
    const known = [...services.keys()].join(', ');
    throw new AwsError('UnknownOperationException', `X-Amz-Target is "${target}.${name}"; the local AWS has ${known}`);
  }
  const operation = Object.hasOwn(service.operations, name) ? service.operations[name] : undefined;
  if (!operation) {
    const known = Object.keys(service.operations).join(', ');
    throw new AwsError('UnknownOperationException', `the local ${target} has no ${name}; it has ${known}`);
  }
  return run(service, () => operation(parse(body)));
}

async function run(service: Service, operation: () => object | Promise<object>): Promise<object> {
  try {
    return await operation();
  } catch (error) {
    if (error instanceof InvalidInput) throw new AwsError(service.invalidInput, error.message);
    throw error;
  }
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}

function internalFailure(error: unknown): AwsError {
  console.error(error);
  return new AwsError('InternalFailure', 'the local AWS failed; its standard error says why', 500);
}
