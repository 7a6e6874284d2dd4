import { parseJson } from '../../../eventbridge/json.ts';
import { AwsError } from '../aws-error.ts';
import type { Service } from '../service.ts';
import type { Protocol } from './protocol.ts';

/** AWS JSON 1.0 and 1.1, which differ in this type alone, and REST-JSON. */
export function json(
  contentType: string,
  { messageMember, doubles = [] }: Pick<Service, 'messageMember' | 'doubles'> = {},
): Protocol {
  const names = new Set(doubles);
  const headers = { 'content-type': contentType };
  return {
    read: parse,
    success: (output) => ({ headers, body: JSON.stringify(output, names.size > 0 ? withPoints(names) : undefined) }),
    failure: ({ code, message }) => ({
      headers,
      body: JSON.stringify({ __type: code, ...(message !== '' && { [messageMember ?? 'message']: message }) }),
    }),
  };
}

/** A double that is whole has its point all the same, as AWS writes it. */
function withPoints(doubles: ReadonlySet<string>): (name: string, value: unknown) => unknown {
  const pointed = (value: unknown): unknown => {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? parseJson(`${value}.0`) : value;
    if (Array.isArray(value)) return value.map(pointed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, pointed(member)]));
  };
  return (name, value) => (doubles.has(name) ? pointed(value) : value);
}

function parse(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('SerializationException', 'the request body is not JSON');
  }
}
