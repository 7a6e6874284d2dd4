import { isUtf8 } from 'node:buffer';

/** The body of an event: text where the content type is one of AWS's text types, base64 of the bytes otherwise. */
export function bodyOf(
  bytes: Buffer,
  contentType: string | undefined,
): { readonly body?: string; readonly isBase64Encoded: boolean } {
  if (bytes.length === 0) return { isBase64Encoded: false };
  // What AWS makes of a text type whose bytes are not UTF-8 is not documented. Base64 keeps every byte, so that a
  // signature over them still verifies; text would put U+FFFD in their place.
  const text = isText(contentType) && isUtf8(bytes);
  return { body: bytes.toString(text ? 'utf8' : 'base64'), isBase64Encoded: !text };
}

/** AWS publishes no list; this one was found by trying (ministackorg/ministack#766). `application/…+json` is not on it. */
const textTypes = new Set(['application/json', 'application/xml', 'application/javascript']);

function isText(contentType: string | undefined): boolean {
  const mediaType = (contentType ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return mediaType.startsWith('text/') || textTypes.has(mediaType);
}
