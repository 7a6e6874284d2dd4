import type { LogEvent, LogGroup } from '../log-group.ts';
import type { Row } from './language/expression.ts';
import { Timestamp, type Value } from './language/values.ts';

/**
 * A log event as a query sees it: its system fields, the fields of its JSON by their dotted names, and over both whatever
 * the query itself made. https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export class EventRow implements Row {
  readonly #group: LogGroup;
  readonly #event: LogEvent;
  readonly #made = new Map<string, Value>();
  #json: unknown;
  #parsed = false;

  constructor(group: LogGroup, event: LogEvent) {
    this.#group = group;
    this.#event = event;
  }

  get(field: string): Value {
    if (this.#made.has(field)) return this.#made.get(field);
    return field.startsWith('@') ? systemField(field, this.#event, this.#group) : this.#discovered(field);
  }

  set(field: string, value: Value): void {
    this.#made.set(field, value);
  }

  #discovered(field: string): Value {
    if (!this.#parsed) {
      this.#json = jsonIn(this.#event.message);
      this.#parsed = true;
    }
    return leaf(valueAt(this.#json, field));
  }
}

/** What is kept of a row: the values of some fields, so that the event's JSON need not be. */
export class StoredRow implements Row {
  readonly #values: Map<string, Value>;

  constructor(values: Iterable<readonly [field: string, value: Value]>) {
    this.#values = new Map(values);
  }

  get(field: string): Value {
    return this.#values.get(field);
  }

  set(field: string, value: Value): void {
    this.#values.set(field, value);
  }
}

/** Names the event in `@ptr`, which every row has that stands for one event. */
export const pointerField = '@ptr';

function systemField(field: string, event: LogEvent, group: LogGroup): Value {
  switch (field) {
    case '@timestamp':
      return new Timestamp(event.timestamp);
    case '@ingestionTime':
      return new Timestamp(event.ingestionTime);
    case '@message':
      return event.message;
    case '@logStream':
      return event.stream;
    case '@log':
      return `${group.arn.split(':')[4]}:${group.name}`;
    case pointerField:
      return Buffer.from(`${group.name}/${event.timestamp}/${event.sequence}`).toString('base64');
    default:
      return undefined;
  }
}

/** The first JSON fragment of a Lambda log line is discovered, whatever stands before it. */
function jsonIn(message: string): unknown {
  const start = message.indexOf('{');
  if (start === -1) return undefined;
  try {
    return JSON.parse(start === 0 ? message : message.slice(start));
  } catch {
    return undefined;
  }
}

/** A key may itself have dots, so each way to cut the name is tried, the whole of it first. */
function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Object.hasOwn(value, path)) return (value as Readonly<Record<string, unknown>>)[path];
  for (let dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
    const found = valueAt(
      Object.hasOwn(value, path.slice(0, dot)) && (value as Readonly<Record<string, unknown>>)[path.slice(0, dot)],
      path.slice(dot + 1),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Logs Insights flattens JSON: an object or an array is no field, what is inside it is. */
function leaf(value: unknown): Value {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}
