import type { Headers, Scheme } from '../sources/scheme.ts';
import { textOf } from './fields.ts';

/** The sender's own id of a delivery. */
export interface SenderId {
  readonly id: string;
  /** Whether the signature covers it. */
  readonly isSigned: boolean;
}

/** The id that a header says, of printable characters. */
export function headerId({ id: from }: Scheme, headers: Headers): string | undefined {
  const id = from && 'header' in from ? textOf(from, undefined, headers) : undefined;
  return id !== undefined && /^[\x21-\x7e]{1,256}$/.test(id) ? id : undefined;
}

/** None, rather than half of one, where it is longer than any sender's. */
export function senderIdIn(scheme: Scheme, payload: unknown, headers: Headers): { readonly senderId?: SenderId } {
  const { id: from, signed, isBodySigned = true } = scheme;
  const isInBody = from !== undefined && 'body' in from;
  const id = isInBody ? textOf(from, payload, headers) : headerId(scheme, headers);
  return id && id.length <= 256
    ? { senderId: { id, isSigned: (isInBody && isBodySigned) || signed.includes('id') } }
    : {};
}
