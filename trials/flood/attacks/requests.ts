import { randomBytes } from 'node:crypto';
import { senderOf } from '../../../tools/senders.ts';

/** A delivery as it is on the wire. */
export interface Delivery {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Target {
  readonly url: string;
  readonly scheme: string;
}

/** A request as bytes, made once and sent again and again. */
export function request({ url }: Target, { headers, body }: Delivery): Buffer {
  const { host, pathname } = new URL(url);
  const lines = Object.entries({ ...headers, host, 'content-length': Buffer.byteLength(body) });
  const head = [`POST ${pathname} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), '', ''];
  return Buffer.from(head.join('\r\n') + body);
}

/** JSON of so many bytes, without a signature. */
export function unsigned(target: Target, bytes: number): Buffer {
  return request(target, { headers: { 'content-type': 'application/json' }, body: json(bytes) });
}

/** With a signature of the scheme's form that no secret of the source has made. */
export function wronglySigned(target: Target, bytes: number): Buffer {
  const { headers } = senderOf(target.scheme)(randomBytes(24).toString('base64url'), Date.now());
  return request(target, { headers, body: json(bytes) });
}

const [before, after] = ['{"text":"', '"}'];

function json(bytes: number): string {
  const rest = bytes - before.length - after.length;
  return rest < 0 ? ' '.repeat(bytes) : before + 'a'.repeat(rest) + after;
}
