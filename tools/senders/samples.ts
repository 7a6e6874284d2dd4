import { randomInt } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** A delivery such as the sender makes, by the shape that it documents: examples/deliveries/SCHEME/EVENT.json. */
export interface Sample {
  /** Beside those that the signature needs: the event type, where the sender says it in a header. */
  readonly headers: Readonly<Record<string, string>>;
  /** With ids and times of its own, as the same delivery sent twice would be one event. */
  readonly body: (now: number) => Buffer;
}

const folder = join(import.meta.dirname, '../../examples/deliveries');

/** How a value is made anew: a time in that form, or another id of the same look. */
const kinds = ['id', 'seconds', 'milliseconds', 'iso'] as const;
type Kind = (typeof kinds)[number];

const shared = {
  headers: z.record(z.string(), z.string()).default({}),
  /** By JSON pointer into the body. */
  fresh: z.record(z.string(), z.enum(kinds)).default({}),
};

const file = z.union([
  z.strictObject({ ...shared, body: z.json() }),
  /** By name; it is sent as a form. */
  z.strictObject({ ...shared, form: z.record(z.string(), z.string()) }),
]);

/** The events of a scheme that there are samples of, in the order of their names. */
export function sampleEvents(scheme: string): readonly string[] {
  const own = join(folder, scheme);
  if (!existsSync(own)) return [];
  return readdirSync(own)
    .flatMap((name) => /^(.+)\.json$/.exec(name)?.[1] ?? [])
    .sort();
}

/** An event type as the name of its file: `/deploy` is `deploy`. */
export function sampleName(eventType: string): string {
  return eventType.replaceAll(/[^\w.-]/g, '-').replace(/^-+/, '');
}

/** @param name one of `sampleEvents` */
export function readSample(scheme: string, name: string): Sample {
  const sample = file.parse(JSON.parse(readFileSync(join(folder, scheme, `${name}.json`), 'utf8')));
  const freshened = (content: Json, now: number) =>
    Object.entries(sample.fresh).reduce((whole, [pointer, kind]) => renewed(whole, pointer, kind, now), content);
  if ('body' in sample) {
    return { headers: sample.headers, body: (now) => Buffer.from(JSON.stringify(freshened(sample.body, now))) };
  }
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...sample.headers },
    body: (now) => Buffer.from(String(new URLSearchParams(Object.entries(freshened(sample.form, now) ?? {})))),
  };
}

type Json = z.output<ReturnType<typeof z.json>>;

/** @throws Error when the sample has nothing there */
function renewed(value: Json, pointer: string, kind: Kind, now: number): Json {
  const [step, ...rest] = pointer.split('/').slice(1);
  if (step === undefined) return freshValue(value, kind, now);
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (!inner.some(([key]) => key === step)) throw new Error(`a sample has nothing at ${pointer}`);
  const deeper = rest.map((next) => `/${next}`).join('');
  const changed = inner.map(([key, old]) => [key, key === step ? renewed(old, deeper, kind, now) : old] as const);
  return Array.isArray(value) ? changed.map(([, item]) => item) : Object.fromEntries(changed);
}

function freshValue(old: Json, kind: Kind, now: number): Json {
  switch (kind) {
    case 'seconds':
      return Math.floor(now / 1000);
    case 'milliseconds':
      return now;
    case 'iso':
      return new Date(now).toISOString();
    case 'id':
      return typeof old === 'number' ? Number(freshId(String(old))) : freshId(String(old));
  }
}

/** Another of the same look: what stands before a `_` is kept, digits stay digits, and hexadecimal stays that. */
function freshId(old: string): string {
  const [, prefix = '', rest = ''] = /^([a-z]+_)?(.*)$/s.exec(old) ?? [];
  const isHex = /^[\da-f-]+$/i.test(rest);
  const fresh = rest.replaceAll(/[1-9a-z]/gi, (character) => {
    const [from, to] = /\d/.test(character) ? ['1', '9'] : isHex ? ['a', 'f'] : ['a', 'z'];
    const code = randomInt(from.charCodeAt(0), to.charCodeAt(0) + 1);
    const made = String.fromCharCode(code);
    return character === character.toUpperCase() ? made.toUpperCase() : made;
  });
  return `${prefix}${fresh}`;
}
