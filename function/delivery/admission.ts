import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { Configuration, Source } from '../configuration.ts';
import type { Reason } from '../signals.ts';

export type Admission =
  | { readonly ok: true; readonly source: Source; readonly bodyBytes: number; readonly body: Buffer }
  | { readonly ok: false; readonly source: Source | undefined; readonly bodyBytes: number; readonly reason: Reason };

/** What can be refused before a secret is needed: size, method, path, content type, an empty body. */
export function admit(event: LambdaFunctionURLEvent, { sources, maxDeliveryBytes }: Configuration): Admission {
  const source = sources.find(({ name }) => event.rawPath === `/${name}`);
  const text = event.body ?? '';
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  const bodyBytes = Buffer.byteLength(text, encoding);
  const refused = (reason: Reason): Admission => ({ ok: false, source, bodyBytes, reason });

  if (bodyBytes > maxDeliveryBytes) return refused('too-large');
  if (event.requestContext.http.method !== 'POST') return refused('wrong-method');
  if (!source) return refused('unknown-path');
  if (!mayBeJson(event.headers['content-type'])) return refused('wrong-content-type');
  if (bodyBytes === 0) return refused('empty-body');
  return { ok: true, source, bodyBytes, body: Buffer.from(text, encoding) };
}

/**
 * JSON by its name, or bytes without one: RFC 9110, 8.3 lets a body without a content type be taken as octet-stream,
 * and the signature, not the label, says that it came from the sender.
 * A subtype may have 127 characters (RFC 6838, 4.2); nothing behind it is looked at.
 */
function mayBeJson(contentType = 'application/octet-stream'): boolean {
  return /^application\/(json|[\w.+-]{1,122}\+json|octet-stream)[ \t]*(;|$)/i.test(contentType);
}
