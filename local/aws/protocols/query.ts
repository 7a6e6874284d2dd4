import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { FormInput } from './form-input.ts';
import type { Protocol } from './protocol.ts';

/** How a service speaks the query protocol. */
export interface QueryApi {
  /** As it stands in the credential scope of a signature, which is all that names the service of a request. */
  readonly signingName: string;
  readonly xmlNamespace: string;
  /** The output members that are maps, which XML has as entries; all other objects are structures. */
  readonly maps?: readonly string[];
  /** The operations that links it gives out stand for: GET, and without a signature. */
  readonly links: readonly string[];
}

/** What a service says of its errors and outputs. */
interface QueryNames {
  readonly queryCode?: (code: string) => string;
  readonly timestamps?: readonly string[];
}

/**
 * AWS's query protocol: the operation and its parameters as a form, the answer in XML.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
 */
export function query({ xmlNamespace, maps = [] }: QueryApi, { queryCode, timestamps = [] }: QueryNames): Protocol {
  const names = { maps: new Set(maps), timestamps: new Set(timestamps) };
  let operation = '';
  const headers = { 'content-type': 'text/xml' };
  return {
    operationOf(body) {
      operation = new URLSearchParams(body.toString('utf8')).get('Action') ?? '';
      return operation;
    },
    read: (body) => new FormInput(inputOf(new URLSearchParams(body.toString('utf8')))),
    success: (output) => ({
      headers,
      body:
        `<${operation}Response xmlns="${xmlNamespace}"><${operation}Result>${members(output, names)}` +
        `</${operation}Result><ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${operation}Response>`,
    }),
    failure: ({ code, message, status }) => ({
      headers,
      body:
        `<ErrorResponse xmlns="${xmlNamespace}"><Error><Type>${status < 500 ? 'Sender' : 'Receiver'}</Type>` +
        `<Code>${escaped(queryCode?.(code) ?? code)}</Code>${message && `<Message>${escaped(message)}</Message>`}</Error>` +
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
  if (list instanceof Map) return inOrder(list).map(plain);
  if (entries instanceof Map) return Object.fromEntries(inOrder(entries).map(entryOf));
  return Object.fromEntries([...value].map(([name, member]) => [name, plain(member)]));
}

/** Maps of SNS begin their members in upper case or in lower case. */
function entryOf(entry: Branch | string): readonly [string, unknown] {
  if (typeof entry === 'string') throw new AwsError('MalformedQueryString', 'an entry has a key and a value.');
  const value = entry.get('value') ?? entry.get('Value') ?? '';
  return [String(entry.get('key') ?? entry.get('Name')), plain(value)];
}

/** By the numbers that the members of a list have for names. */
function inOrder(list: Branch): readonly (Branch | string)[] {
  return [...list].sort(([one], [other]) => Number(one) - Number(other)).map(([, member]) => member);
}

/** The members that are not written by their kind alone. */
interface Names {
  readonly maps: ReadonlySet<string>;
  readonly timestamps: ReadonlySet<string>;
}

function members(output: object, names: Names): string {
  return Object.entries(output)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `<${name}>${names.maps.has(name) ? entries(value) : content(value, name, names)}</${name}>`)
    .join('');
}

function content(value: unknown, name: string, names: Names): string {
  if (Array.isArray(value)) return value.map((item) => `<member>${content(item, name, names)}</member>`).join('');
  if (typeof value === 'object' && value !== null) return members(value, names);
  return typeof value === 'number' && names.timestamps.has(name) ? isoTime(value) : escaped(String(value));
}

/** CloudWatch writes no fraction of a second that is zero. */
function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
}

function entries(map: object): string {
  return Object.entries(map)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `<entry><key>${escaped(key)}</key><value>${escaped(String(value))}</value></entry>`)
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');
}
