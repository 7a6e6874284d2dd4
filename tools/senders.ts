import { createHmac, randomInt } from 'node:crypto';

/** A delivery as its sender puts it on the wire. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Makes a delivery as the real sender would, from its own documentation and not from the function's code, so that one
 * proves the other.
 */
export type Sender = (secret: string, now: number) => SignedRequest;

/** How old a delivery is that every stack refuses as stale, in milliseconds: `freshnessSeconds` is at most 900. */
export const staleAgeMs = 960_000;

export function senderOf(scheme: string): Sender {
  const sender = Object.hasOwn(senders, scheme) ? senders[scheme] : undefined;
  if (sender) return sender;
  throw new Error(`the local run cannot send as ${scheme}; it knows ${schemes.join(', ')}`);
}

const senders: Readonly<Record<string, Sender>> = {
  momento(secret, now) {
    const body = JSON.stringify({
      cache: 'chat',
      topic: 'room-281',
      event_timestamp: now,
      publish_timestamp: now,
      topic_sequence_number: randomInt(1_000_000),
      token_id: '',
      text: 'Good morning',
    });
    return {
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Momento/1.0 (Webhooks; local run)',
        'momento-signature': createHmac('sha3-256', secret).update(body).digest('hex'),
      },
      body,
    };
  },
};

/** Those that the local run can send by. */
export const schemes: readonly string[] = Object.keys(senders);
