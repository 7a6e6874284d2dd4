import { newSecret, senderOf, staleAgeMs } from '../../tools/senders.ts';
import { post, type Webhook } from './post.ts';

/** What may come to a webhook. */
export type DeliveryVariant = 'signed' | 'wrong' | 'stale' | 'unsigned';

/** The status that a stack answers each with when all is well. */
export const expectedStatus: Readonly<Record<DeliveryVariant, number>> = {
  signed: 200,
  wrong: 401,
  stale: 403,
  unsigned: 401,
};

export interface DeliveryResult {
  readonly kind: DeliveryVariant;
  /** Nothing when no answer came. */
  readonly status: number | undefined;
  readonly latencyMs: number;
}

/** Sends one delivery and waits for its answer, or for its sender's time to be over. */
export async function deliver(
  { url, signedUrl, scheme, secret }: Webhook,
  kind: DeliveryVariant,
): Promise<DeliveryResult> {
  const key = kind === 'wrong' ? newSecret(scheme) : secret;
  const { headers: signed, body } = senderOf(scheme, signedUrl)(key, Date.now() - (kind === 'stale' ? staleAgeMs : 0));
  const headers = kind === 'unsigned' ? { 'content-type': signed['content-type'] ?? '' } : signed;
  const sent = performance.now();
  const answer = await post(url, { headers, body });
  return { kind, status: answer?.status, latencyMs: performance.now() - sent };
}
