import { newSecret, type SignedRequest, senderOf } from '../../../tools/senders.ts';
import type { Webhook } from '../../shared/post.ts';

/** A webhook as it is known to everybody. */
export type PublicWebhook = Omit<Webhook, 'secret'>;

/** A request as bytes, made once and sent again and again. */
export function request({ url }: PublicWebhook, { headers, body }: SignedRequest): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ ...headers, host, 'content-length': Buffer.byteLength(body) });
  const head = [`POST ${pathname} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.from(head.join('\r\n') + body);
}

/** JSON of so many bytes, without a signature. */
export function unsigned(webhook: PublicWebhook, bytes: number): Buffer {
  return request(webhook, { headers: { 'content-type': 'application/json' }, body: json(bytes) });
}

/** With a signature of the scheme's form that no secret of the source has made. */
export function wronglySigned(webhook: PublicWebhook, bytes: number): Buffer {
  const { headers } = senderOf(webhook.scheme, webhook.signedUrl)(newSecret(webhook.scheme), Date.now());
  return request(webhook, { headers, body: json(bytes) });
}

const [before, after] = ['{"text":"', '"}'];

function json(bytes: number): string {
  const rest = bytes - before.length - after.length;
  return rest < 0 ? ' '.repeat(bytes) : before + 'a'.repeat(rest) + after;
}
