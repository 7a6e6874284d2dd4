import { randomUUID } from 'node:crypto';
import { type Json, parseJson } from './json.ts';
import { type EventFields, eventFields } from './pattern/fields.ts';

/** An event that EventBridge has taken in. */
export interface IngestedEvent {
  readonly id: string;
  readonly text: string;
  readonly json: Json;
  readonly fields: EventFields;
  /** Milliseconds since the epoch. */
  readonly ingestedAt: number;
}

export interface EventEntry {
  readonly source: string;
  readonly detailType: string;
  /** JSON text. It goes into the envelope as it stands, so that nothing in it changes on the way. */
  readonly detail: string;
  readonly resources: readonly string[];
  /** Milliseconds since the epoch; the time of ingestion when the publisher gave none. */
  readonly time: number | undefined;
}

export interface Origin {
  readonly account: string;
  readonly region: string;
}

export function ingest(entry: EventEntry, origin: Origin, ingestedAt: number): IngestedEvent {
  const id = randomUUID();
  const envelope = JSON.stringify({
    version: '0',
    id,
    'detail-type': entry.detailType,
    source: entry.source,
    account: origin.account,
    time: eventTime(entry.time ?? ingestedAt),
    region: origin.region,
    resources: entry.resources,
  });
  return ingested(id, `${envelope.slice(0, -1)},"detail":${entry.detail.trim()}}`, ingestedAt);
}

/** An archived event as its replay puts it before the rules: the same one, with the name of the replay at its end. */
export function ingestReplayed(
  { id, text }: Pick<IngestedEvent, 'id' | 'text'>,
  replayName: string,
  ingestedAt: number,
): IngestedEvent {
  return ingested(id, `${text.slice(0, -1)},"replay-name":${JSON.stringify(replayName)}}`, ingestedAt);
}

function ingested(id: string, text: string, ingestedAt: number): IngestedEvent {
  const json = parseJson(text);
  return { id, text, json, fields: eventFields(json), ingestedAt };
}

/** EventBridge writes times in whole seconds. */
export function eventTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
