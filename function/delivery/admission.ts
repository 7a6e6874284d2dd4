import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { Configuration, Source } from '../configuration.ts';
import type { Reason } from '../signals.ts';
import type { DeliveryRequest } from '../sources/scheme.ts';
import { isForm } from './forms.ts';
import { type Handshake, subscriptionIn } from './handshakes.ts';

export type Admission = Admitted | Subscribed | Refused;

interface Admitted {
  readonly ok: true;
  readonly source: Source;
  readonly bodyBytes: number;
  readonly request: DeliveryRequest;
}

/** A request that is answered, and is no delivery. */
interface Subscribed {
  readonly ok: true;
  readonly source: Source;
  readonly bodyBytes: number;
  readonly handshake: Handshake;
}

interface Refused {
  readonly ok: false;
  readonly source: Source | undefined;
  readonly bodyBytes: number;
  readonly reason: Reason;
}

/** What can be refused before a secret is needed: size, method, path, content type, an empty body. */
export function admit(event: LambdaFunctionURLEvent, configuration: Configuration): Admission {
  const { rawPath, rawQueryString, headers } = event;
  const source = configuration.sources.find(({ name }) => rawPath === `/${name}`);
  const text = event.body ?? '';
  const encoding = event.isBase64Encoded ? 'base64' : 'utf8';
  const bodyBytes = Buffer.byteLength(text, encoding);
  const refused = (reason: Reason): Admission => ({ ok: false, source, bodyBytes, reason });

  if (bodyBytes > (source?.maxDeliveryBytes ?? configuration.maxDeliveryBytes)) return refused('too-large');
  if (event.requestContext.http.method !== 'POST') {
    const handshake = source && subscriptionIn(source, event);
    if (!handshake) return refused('wrong-method');
    return handshake === 'wrong-token' ? refused('wrong-signature') : { ok: true, source, bodyBytes, handshake };
  }
  if (!source) return refused('unknown-path');
  if (!mayBeJson(headers['content-type']) && !isForm(source.scheme, headers)) return refused('wrong-content-type');
  if (bodyBytes === 0) return refused('empty-body');
  const address = source.url ?? `https://${event.requestContext.domainName}${rawPath}`;
  const url = rawQueryString ? `${address}?${rawQueryString}` : address;
  return { ok: true, source, bodyBytes, request: { url, headers, body: Buffer.from(text, encoding) } };
}

/**
 * JSON by its name, or bytes without one: RFC 9110, 8.3 lets a body without a content type be taken as octet-stream,
 * and the signature, not the label, says that it came from the sender.
 * A subtype may have 127 characters (RFC 6838, 4.2); nothing behind it is looked at.
 */
function mayBeJson(contentType = 'application/octet-stream'): boolean {
  return /^application\/(json|[\w.+-]{1,122}\+json|octet-stream)[ \t]*(;|$)/i.test(contentType);
}
