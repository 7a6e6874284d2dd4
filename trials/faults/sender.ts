import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { senderPatienceMs } from '../../function/time-budget.ts';
import { senderOf } from '../../tools/senders.ts';
import { arrivals } from '../load/arrivals.ts';
import type { Delivery } from './account.ts';

/** Deliveries a second. */
const rate = 20;

export interface Senders {
  readonly url: string;
  readonly scheme: string;
  /** The secret that the n-th delivery is signed with. */
  readonly secret: (n: number) => string;
}

/** Sends at a steady rate, whatever the answers do, until it is stopped and all is answered. */
export async function sendUntil(stopped: AbortSignal, senders: Senders): Promise<readonly Delivery[]> {
  const began = performance.now();
  const sent: Promise<Delivery>[] = [];
  for (const due of arrivals({ rampSeconds: 0, steadySeconds: Infinity, rate })) {
    await sleep(Math.max(0, began + due - performance.now()), undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted) break;
    sent.push(deliver(senders, sent.length));
  }
  return Promise.all(sent);
}

const accepted = z.object({ id: z.string() });

async function deliver({ url, scheme, secret }: Senders, n: number): Promise<Delivery> {
  const sentAt = Date.now();
  const signed = senderOf(scheme)(secret(n), sentAt);
  // In the trace it began, a sender finds a delivery again that was never answered.
  const traceId = `1-${Math.floor(sentAt / 1000).toString(16)}-${randomBytes(12).toString('hex')}`;
  const { body } = signed;
  const headers = { ...signed.headers, 'x-amzn-trace-id': `Root=${traceId}` };
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(senderPatienceMs) });
    const text = await answer.text();
    return {
      body,
      sentAt,
      traceId,
      status: answer.status,
      requestId: answer.headers.get('x-amzn-requestid') ?? '',
      ...(answer.ok && accepted.parse(JSON.parse(text))),
    };
  } catch (error) {
    // What fetch rejects with when the connection is lost, and when the time is over.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')) {
      return { body, sentAt, traceId };
    }
    throw error;
  }
}
