import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/** How a service speaks the query protocol. */
export interface QueryApi {
  /** As it stands in the credential scope of a signature, which is all that names the service of a request. */
  readonly signingName: string;
  readonly xmlNamespace: string;
  /** The operations that links it gives out stand for: GET, and without a signature. */
  readonly links: readonly string[];
}

/**
 * AWS's query protocol: the operation and its parameters as a form, the answer in XML. No answer here has a map.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function query({ xmlNamespace }: QueryApi): Protocol {
  let operation = '';
  const headers = { 'content-type': 'text/xml' };
  return {
    operationOf(body) {
      operation = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
      return operation;
    },
    read: (body) => inputOf(new URLSearchParams(body.toString('utf8'))),
    success: (output) => ({
      headers,
      body:
        `<${operation}Response xmlns="${xmlNamespace}"><${operation}Result>${members(output)}` +
        `</${operation}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`,
    }),
    failure: ({ code, message, status }) => ({
      headers,
      body:
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
        `<Code>${escaped(code)}</Code><Message>${escaped(message)}</Message></Error>` +
        `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
    }),
  };
}

type Branch = Map<string, Branch | string>;

/** `A.entry.1.key=x&A.entry.1.value=y&B.member.1=z` is {A: {x: 'y'}, B: ['z']}. */
function inputOf(form: URLSearchParams): object {
  const root: Branch = new Map();
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    const path = name.split('.');
    const last = path.pop() ?? '';
    let branch = root;
    for (const step of path) {
      const next = branch.get(step) ?? new Map();
      if (typeof next === 'string') throw new AwsError('MalformedQueryString', `${name} is both a value and a list.`);
      branch.set(step, next);
      branch = next;
    }
    branch.set(last, value);
  }
  return Object.fromEntries([...root].map(([name, value]) => [name, plain(value)]));
}

function plain(value: Branch | string): unknown {
  if (typeof value === 'string') return value;
  const [list, entries] = [value.get('member'), value.get('entry')];
  if (list instanceof Map) return [...list.values()].map(plain);
  if (entries instanceof Map) return Object.fromEntries([...entries.values()].map(entryOf));
  return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
}

/** Maps of SNS begin their members in upper case or in lower case. */
function entryOf(entry: Branch | string): readonly [string, unknown] {
  if (typeof entry === 'string') throw new AwsError('MalformedQueryString', 'an entry has a key and a value.');
  const value = entry.get('value') ?? entry.get('Value') ?? '';
  return [String(entry.get('key') ?? entry.get('Name')), plain(value)];
}

function members(output: object): string {
  return Object.entries(output)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${content(value)}</${name}>`)
    .join('');
}

function content(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${content(item)}</member>`).join('');
  return typeof value === 'object' && value !== null ? members(value) : escaped(String(value));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
}
