import { cbor as codec } from '@smithy/core/cbor';
import { AwsError } from '../aws-error.ts';
import type { Service } from '../service.ts';
import { encodeCbor } from './cbor-encoder.ts';
import type { Protocol } from './protocol.ts';

/** Tag 1 of CBOR: seconds since the epoch. */
const epochTag = 1;

/**
 * Smithy RPC v2 CBOR, with the codec that the AWS SDK for JavaScript itself has: it comes with every client, and handles
 * what the protocol has and no more. https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function cbor({ timestamps = [], doubles = [] }: Pick<Service, 'timestamps' | 'doubles'> = {}): Protocol {
  const kinds = { timestamps: new Set(timestamps), doubles: new Set(doubles) };
  const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
  return {
    read,
    success: (output) => ({ headers, body: encodeCbor(output, kinds) }),
    failure: ({ code, message }) => ({
      headers,
      body: encodeCbor({ __type: code, ...(message !== '' && { message }) }, kinds),
    }),
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
