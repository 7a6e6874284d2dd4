import fc from 'fast-check';
import { canary, maxDeliveryBytes } from './sources.ts';

/** Text goes as it is, bytes go as base64. */
export type Content = string | Uint8Array;

/** Any UTF-16 there is: each plane, NUL, half a surrogate pair. */
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)), maxLength: 30 }),
);

const name = fc.oneof(
  { weight: 6, arbitrary: fc.constant('chat') },
  { weight: 2, arbitrary: anyText },
  { weight: 1, arbitrary: fc.constantFrom(`${canary}-name`, '', 'n'.repeat(127), '🔑'.repeat(70), '__proto__') },
);

/** `levels` lists or objects inside one another. */
const nested = (levels: number, isList: boolean) =>
  isList ? '['.repeat(levels) + ']'.repeat(levels) : `${'{"a":'.repeat(levels)}0${'}'.repeat(levels)}`;

const depth = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 1, max: 64 }) },
  { weight: 2, arbitrary: fc.integer({ min: 65, max: 5_000 }) },
  { weight: 1, arbitrary: fc.constant(100_000) },
);

const value = fc.oneof(
  { weight: 3, arbitrary: anyText.map((text) => JSON.stringify(text)) },
  { weight: 3, arbitrary: fc.jsonValue({ maxDepth: 2 }).map((json) => JSON.stringify(json)) },
  {
    weight: 3,
    // Numbers that a double cannot hold, or writes otherwise.
    arbitrary: fc.constantFrom(
      '12345678901234567890123',
      '9223372036854775807',
      '-9223372036854775809',
      '1e400',
      '-1E-400',
      '-0',
      '1.10',
      '0.1e+1',
      '9007199254740993',
    ),
  },
  { weight: 1, arbitrary: fc.tuple(depth, fc.boolean()).map(([levels, isList]) => nested(levels, isList)) },
);

const key = fc.oneof(
  { weight: 2, arbitrary: anyText },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'toJSON',
      'then',
      'length',
      'cache',
    ),
  },
);

const member = fc.tuple(key, value).map(([key, value]) => `${JSON.stringify(key)}:${value}`);

const space = fc.constantFrom('', '', '', ' ', '\r\n', '\t', '\n  ');

/** The time of sending as a sender may write it down; only some are one. */
const time = fc.oneof(
  { weight: 24, arbitrary: fc.constant((sentAt: number) => String(sentAt)) },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      (sentAt: number) => `${sentAt}.0`,
      (sentAt: number) => `${sentAt}e0`,
      (sentAt: number) => `${sentAt / 1e12}E12`,
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      ...['null', '1e400', '{}'].map((text) => () => text),
      (sentAt: number) => `"${sentAt}"`,
      (sentAt: number) => `${sentAt}.5`,
      (sentAt: number) => `${sentAt}000000`,
      (sentAt: number) => `-${sentAt}`,
    ),
  },
);

/** A payload as Momento sends it, with whatever else a sender may put into one. */
const payload: fc.Arbitrary<(sentAt: number) => string> = fc
  .record({
    cache: name,
    topic: name,
    time,
    before: fc.array(member, { maxLength: 2 }),
    after: fc.array(member, { maxLength: 2 }),
    text: anyText,
    space,
  })
  .map(({ cache, topic, time, before, after, text, space }) => (sentAt) => {
    const own = [
      `"cache":${JSON.stringify(cache)}`,
      `"topic":${JSON.stringify(topic)}`,
      `"publish_timestamp":${time(sentAt)}`,
      // Raw, where JSON allows it: escapes are what `value` has.
      `"text":"${canary}-text ${text.replace(/\p{Cc}|["\\]/gu, '')}"`,
    ];
    return `${space}{${[...before, ...own, ...after].join(`,${space}`)}}${space}`;
  });

/** What no source sends, whole. */
export const anyContent: fc.Arbitrary<Content> = fc.oneof(
  { weight: 20, arbitrary: anyText },
  { weight: 20, arbitrary: fc.uint8Array({ maxLength: 200 }) },
  { weight: 20, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json)) },
  {
    weight: 20,
    arbitrary: fc.constantFrom('', ' ', 'null', '[]', '{}', '{', '"', '1e400', '\uFEFF{}', `"${canary}-whole"`),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('[', '{"a":', '{"__proto__":'), depth)
      .map(([open, levels]) => open.repeat(levels)),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(-1, 0, 1).map((more) => `"${'x'.repeat(maxDeliveryBytes - 2 + more)}"`),
  },
);

/** What may happen to a payload before it is signed; the place is in thousandths of its length. */
const damage: fc.Arbitrary<(text: string) => Content> = fc
  .record({
    permille: fc.nat(1_000),
    kind: fc.constantFrom('cut', 'invalid', 'changed', 'marked', 'followed', 'twice', 'listed', 'quoted'),
    byte: fc.nat(255),
  })
  .map(({ permille, kind, byte }) => (text) => {
    const bytes = Buffer.from(text);
    const at = Math.floor((permille * bytes.length) / 1_000);
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)];
    if (kind === 'cut') return before;
    if (kind === 'invalid') return Buffer.concat([before, Buffer.of(0xff), after]);
    if (kind === 'changed') return Buffer.concat([before, Buffer.of(byte), after.subarray(1)]);
    if (kind === 'marked') return `\uFEFF${text}`;
    if (kind === 'followed') return `${text},`;
    if (kind === 'twice') return text + text;
    return kind === 'listed' ? `[${text}]` : JSON.stringify(text);
  });

const damaged = fc.tuple(payload, damage).map(
  ([payload, damage]) =>
    (sentAt: number) =>
      damage(payload(sentAt)),
);

/** The body of what is nearly a delivery. */
export const content: fc.Arbitrary<(sentAt: number) => Content> = fc.oneof(
  { weight: 12, arbitrary: payload },
  { weight: 1, arbitrary: damaged },
  { weight: 1, arbitrary: anyContent.map((content) => () => content) },
);
