import type { DatabaseSync } from 'node:sqlite';

/** A message of the queue, as far as this consumer reads it: the event as EventBridge hands it to a rule's target. */
export interface ReceivedEvent {
  readonly id: string;
  readonly eventType: string;
}

/** Reads the body of a message. Throws when it is not an event of webhook-bridge. */
export function readDelivery(body: string): ReceivedEvent {
  const id = JSON.parse(body)?.detail?.metadata?.id;
  const eventType = JSON.parse(body)?.['detail-type'];
  if (typeof id === 'string' && typeof eventType === 'string') return { id, eventType };
  throw new Error('detail.metadata.id or detail-type is missing: does the rule transform its input?');
}

/** Stands for what your consumer does. Counting shows each delivery that would be processed twice. */
export function work(database: DatabaseSync, { eventType }: ReceivedEvent): void {
  database.exec('CREATE TABLE IF NOT EXISTS deliveries (type TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT');
  database
    .prepare('INSERT INTO deliveries VALUES (?, 1) ON CONFLICT (type) DO UPDATE SET count = count + 1')
    .run(eventType);
}
