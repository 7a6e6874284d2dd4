import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type SendableScheme, senderOf } from '../../tools/senders.ts';
import { sendAt } from '../shared/pacing.ts';
import { isAccepted, post } from '../shared/post.ts';
import { arrivals, referenceWorkload } from '../shared/workload.ts';
import type { SentDelivery } from './account.ts';

export interface Senders {
  readonly url: string;
  readonly signedUrl: string;
  readonly scheme: SendableScheme;
  /** The secret that the n-th delivery is signed with. */
  readonly secret: (n: number) => string;
}

/** Sends at a steady rate, whatever the answers do, until it is stopped and all is answered. */
export async function sendUntil(stopped: AbortSignal, senders: Senders): Promise<readonly SentDelivery[]> {
  const { rate } = referenceWorkload;
  const deliveries: SentDelivery[] = [];
  await sendAt(arrivals({ rampSeconds: 0, steadySeconds: Infinity, rate }), stopped, async (n) => {
    deliveries[n] = await deliver(senders, n);
  });
  return deliveries;
}

const accepted = z.object({ id: z.string() });

async function deliver({ url, signedUrl, scheme, secret }: Senders, n: number): Promise<SentDelivery> {
  const sentAt = Date.now();
  const { headers, body } = senderOf(scheme, signedUrl)(secret(n), sentAt);
  // In the trace it began, a sender finds a delivery again that was never answered.
  const traceId = `1-${Math.floor(sentAt / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const answer = await post(url, { headers: { ...headers, 'x-amzn-trace-id': `Root=${traceId}` }, body });
  if (!answer) return { body, sentAt, traceId };
  return {
    body,
    sentAt,
    traceId,
    status: answer.status,
    requestId: answer.headers.get('x-amzn-requestid') ?? '',
    ...(isAccepted(answer) && accepted.parse(JSON.parse(answer.body))),
  };
}
