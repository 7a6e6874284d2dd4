import { DeleteMessageBatchCommand, GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { localAws } from '../../tools/local-aws.ts';
import { type Fate, payloadKey } from './signed-sender.ts';

const event = z.object({ detail: z.object({ data: z.unknown() }) });

/** What came over the bus, held against what the real sender sent. */
export interface BusAccount {
  readonly events: number;
  /** The same delivery once more: replays, told by their id. */
  readonly copies: number;
  /** No delivery of the real sender's, or one that was refused. */
  readonly strangers: number;
  /** Answered 2xx and not here. */
  readonly missing: number;
}

/** Reads the queue that gets every event of the bus. */
export class BusReader implements Disposable {
  readonly #client: SQSClient;
  readonly #copiesByPayload = new Map<string, number>();
  #queue: string | undefined;

  constructor(endpoint: string) {
    this.#client = new SQSClient(localAws(endpoint));
  }

  /** Everything that is there, until nothing has come for a second; what had come before is left out of the account. */
  async account(fates: ReadonlyMap<string, Fate>): Promise<BusAccount> {
    const before = totals(this.#copiesByPayload, fates);
    for (;;) {
      const bodies = await this.#receive();
      if (bodies.length === 0) break;
      for (const body of bodies) {
        const key = payloadKey(event.parse(JSON.parse(body)).detail.data);
        this.#copiesByPayload.set(key, (this.#copiesByPayload.get(key) ?? 0) + 1);
      }
    }
    const now = totals(this.#copiesByPayload, fates);
    return {
      events: now.events - before.events,
      copies: now.copies - before.copies,
      strangers: now.strangers - before.strangers,
      missing: now.missing,
    };
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }

  async #receive(): Promise<readonly string[]> {
    this.#queue ??= (await this.#client.send(new GetQueueUrlCommand({ QueueName: 'local-events' }))).QueueUrl;
    const QueueUrl = this.#queue;
    const { Messages = [] } = await this.#client.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: `${n}`, ReceiptHandle }));
    if (Entries.length > 0) await this.#client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return Messages.map(({ Body = '' }) => Body);
  }
}

/** @param copiesByPayload how often each payload was on the bus */
export function totals(copiesByPayload: ReadonlyMap<string, number>, fates: ReadonlyMap<string, Fate>): BusAccount {
  let events = 0;
  let strangers = 0;
  for (const [payload, copies] of copiesByPayload) {
    events += copies;
    const fate = fates.get(payload);
    if (fate === undefined || fate === 'refused') strangers += copies;
  }
  const missing = [...fates].filter(([payload, fate]) => fate === 'accepted' && !copiesByPayload.has(payload)).length;
  return { events, copies: events - copiesByPayload.size, strangers, missing };
}
