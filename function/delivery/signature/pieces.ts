import type { BodyField, DeliveryRequest, Piece } from '../../sources/scheme.ts';
import { headerOf, textOf } from '../fields.ts';

/** A piece of a request that a signature covers, as it was sent; nothing where it is missing, or there are two of it. */
export function pieceOf(piece: Exclude<Piece, string>, { url, headers, body }: DeliveryRequest): string | undefined {
  if ('text' in piece) return piece.text;
  if ('header' in piece) return headerOf(headers, piece.header);
  if ('body' in piece) return bodyField(piece, body);
  const [value, ...others] = new URL(url).searchParams.getAll(piece.query);
  return others.length === 0 ? value : undefined;
}

/** A text of the body, of which nobody knows yet whether the sender wrote it. */
export function bodyField(field: BodyField, body: Buffer): string | undefined {
  try {
    return textOf(field, JSON.parse(body.toString('utf8')), {});
  } catch {
    return undefined;
  }
}
