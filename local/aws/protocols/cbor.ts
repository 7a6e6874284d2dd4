import { cbor as codec, tag } from '@smithy/core/cbor';
import { AwsError } from '../aws-error.ts';
import type { Protocol } from './protocol.ts';

/** Tag 1 of CBOR: seconds since the epoch. */
const epochTag = 1;

/**
 * Smithy RPC v2 CBOR, with the codec that the AWS SDK for JavaScript itself has: it comes with every client, and handles
 * what the protocol has and no more. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function cbor(timestamps: readonly string[] = []): Protocol {
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return {
    read,
    success: (output) => ({ headers, body: codec.serialize(withTags(output, new Set(timestamps))) }),
    failure: ({ code, message }) => ({ headers, body: codec.serialize({ __type: code, message }) }),
  };
}

function read(body: Buffer): unknown {
  try {
    return body.length === 0 ? {} : withoutTags(codec.deserialize(body));
  } catch {
    throw new AwsError('SerializationException', 'the request body is not CBOR');
  }
}

/** Times as the JSON protocol has them, and whole numbers of 64 bits as numbers. */
function withoutTags(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (Array.isArray(value)) return value.map(withoutTags);
  if (typeof value !== 'object' || value === null) return value;
  if ('tag' in value && 'value' in value && value.tag === epochTag) return Number(value.value);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, withoutTags(member)]));
}

/** Tags the numbers under the names, and leaves out what JSON would. */
function withTags(value: unknown, names: ReadonlySet<string>, isTime = false): unknown {
  if (Array.isArray(value)) return value.map((item) => withTags(item, names, isTime));
  if (typeof value === 'number' && isTime) return tag({ tag: epochTag, value });
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, withTags(member, names, names.has(name))]));
}
