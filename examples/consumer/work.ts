import type { DatabaseSync } from 'node:sqlite';
import type { WebhookEvent } from '../events/events.ts';

/** Reads the body of a message. Throws when it is not an event of webhook-bridge. */
export function readDelivery(body: string): WebhookEvent {
  const event: unknown = JSON.parse(body);
  if (isDelivery(event)) return event;
  throw new Error('detail.metadata.id or detail-type is missing: does the rule transform its input?');
}

/** By as much as this consumer needs. The rest is as its type says, because the bridge wrote it. */
function isDelivery(event: unknown): event is WebhookEvent {
  const { 'detail-type': type, detail } = Object(event);
  return typeof type === 'string' && typeof detail?.metadata?.id === 'string';
}

/** Stands for what your consumer does. Counting shows each delivery that would be processed twice. */
export function work(database: DatabaseSync, event: WebhookEvent): void {
  database.exec('CREATE TABLE IF NOT EXISTS deliveries (type TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT');
  database
    .prepare('INSERT INTO deliveries VALUES (?, 1) ON CONFLICT (type) DO UPDATE SET count = count + 1')
    .run(event['detail-type']);
}
