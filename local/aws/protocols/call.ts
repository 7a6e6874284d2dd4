import type { IncomingMessage } from 'node:http';
import type { Services } from '../service.ts';
import { cbor } from './cbor.ts';
import { json } from './json.ts';
import type { Protocol } from './protocol.ts';
import { query } from './query.ts';
import { refusal, signedFor, speaksQuery } from './refusal.ts';

/** Which operation of which service a request is for, and how it speaks. */
export interface Call {
  readonly service: string;
  readonly operation: string;
  readonly protocol: Protocol;
  /** In place of the body: what the URL asks for. */
  readonly asked?: Buffer;
}

/** Tells requests apart as AWS's protocols do. What is in none of them is a call whose body cannot be read. */
export function callOf(services: Services, request: IncomingMessage): Call {
  // What is no URL, such as `//`, may still have a header that says it all.
  const url = URL.parse(request.url ?? '/', 'http://localhost') ?? new URL('http://localhost');
  const refused = { service: '', operation: '', protocol: refusal(services, request) };
  if (request.method === 'GET') return linkedCall(services, url) ?? readCall(services, url) ?? refused;
  if (request.method !== 'POST') return refused;
  return formCall(services, request) ?? cborCall(services, request, url) ?? jsonCall(services, request, url) ?? refused;
}

/** A link that the service gave out. */
function linkedCall(services: Services, { search, searchParams }: URL): Call | undefined {
  const action = searchParams.get('Action') ?? '';
  for (const service of services.values()) {
    if (!service.query?.links.includes(action)) continue;
    const asked = Buffer.from(search.slice(1));
    return { service: service.target, operation: action, protocol: query(service.query, service), asked };
  }
  return undefined;
}

function readCall(services: Services, { pathname, searchParams }: URL): Call | undefined {
  for (const service of services.values()) {
    for (const [path, operation] of Object.entries(service.reads ?? {})) {
      const found = new RegExp(`^${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`).exec(pathname);
      if (!found) continue;
      const inPath = Object.entries(found.groups ?? {}).map(([name, text]) => [name, decoded(text)]);
      const input = { ...Object.fromEntries(searchParams), ...Object.fromEntries(inPath) };
      const protocol = { ...json('application/json', service), read: () => input };
      return { service: service.target, operation, protocol };
    }
  }
  return undefined;
}

/** Clients escape the colons of an ARN. What is no escape is a name that nothing has. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** A form signed for a service that speaks the query protocol; its body names the operation. */
function formCall(services: Services, request: IncomingMessage): Call | undefined {
  if (!speaksQuery(request)) return undefined;
  const signed = signedFor(request);
  for (const service of services.values()) {
    if (!service.query || service.query.signingName !== signed) continue;
    return { service: service.target, operation: '', protocol: query(service.query, service) };
  }
  return undefined;
}

function cborCall(services: Services, request: IncomingMessage, { pathname }: URL): Call | undefined {
  const [, service, operation = ''] = /^\/service\/([^/]+)\/operation\/([^/]+)$/.exec(pathname) ?? [];
  if (service === undefined || request.headers['smithy-protocol'] !== 'rpc-v2-cbor') return undefined;
  return { service, operation, protocol: cbor(services.get(service)) };
}

/** Named by a header, or by the path in REST-JSON. */
function jsonCall(services: Services, request: IncomingMessage, { pathname }: URL): Call | undefined {
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const [service = '', operation = ''] = String(target).split('.');
    const version = request.headers['content-type']?.includes('1.0') ? '1.0' : '1.1';
    return {
      service,
      operation,
      protocol: json(`application/x-amz-json-${version}`, services.get(service)),
    };
  }
  for (const { target: service, paths = {} } of services.values()) {
    const operation = Object.hasOwn(paths, pathname) ? paths[pathname] : undefined;
    if (operation !== undefined) return { service, operation, protocol: json('application/json') };
  }
  return undefined;
}
