import { createHmac } from 'node:crypto';
import type { Reading, Scheme } from './scheme.ts';

/**
 * Momento Topics webhooks: `momento-signature` is the hex HMAC-SHA3-256 of the body's bytes, keyed by the secret's
 * UTF-8 text; the body says when it was published.
 * https://github.com/momentohq/client-sdk-javascript (webhook utilities)
 */
export const momento: Scheme = {
  name: 'momento',
  signatureHeader: 'momento-signature',
  claimedDigest: (header) => (/^[0-9a-f]{64}$/i.test(header) ? Buffer.from(header, 'hex') : undefined),
  digest: (secret, body) => createHmac('sha3-256', secret).update(body).digest(),
  read,
};

function read(payload: Readonly<Record<string, unknown>>): Reading {
  const { cache, topic, publish_timestamp: sentAt } = payload;
  if (typeof cache !== 'string') return { ok: false, field: 'cache' };
  if (typeof topic !== 'string') return { ok: false, field: 'topic' };
  if (typeof sentAt !== 'number' || !isDate(sentAt)) return { ok: false, field: 'publish_timestamp' };
  return { ok: true, eventType: `${cache}#${topic}`, sentAt };
}

/** Milliseconds that a Date can hold, ±8.64e15: beyond them writing the time down would throw. */
function isDate(milliseconds: number): boolean {
  return Number.isSafeInteger(milliseconds) && Math.abs(milliseconds) <= 8.64e15;
}
