import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPayload } from '../../../function/delivery/payload.ts';
import { momento } from '../../../function/sources/momento.ts';
import { body, currentSecret, payload, receivedAt } from '../harness/deliveries.ts';

const minute = 60_000;

function verified(content: string | Uint8Array) {
  return { body: Buffer.from(content), headers: {}, secret: currentSecret };
}

function read(content: string | Uint8Array) {
  return readPayload(momento, verified(content), receivedAt, minute);
}

/** The reason for which a payload is refused, or `taken`. */
function outcome(content: string | Uint8Array): string {
  const reading = read(content);
  return reading.ok ? 'taken' : reading.reason;
}

/** What becomes of a payload whose signed timestamp is that much before its receipt. */
function outcomeAtAge(ageMs: number): string {
  return outcome(payload({ publish_timestamp: receivedAt - ageMs }));
}

describe('payload', () => {
  it('gives text, event type, time of sending and age', () => {
    const reading = readPayload(momento, verified(body), receivedAt + 250, minute);

    assert.deepEqual(reading, { ok: true, text: body, eventType: 'chat#room-281', sentAt: receivedAt, ageMs: 250 });
  });

  it('has a negative age when the sender is ahead', () => {
    const reading = readPayload(momento, verified(body), receivedAt - 1, minute);

    assert.equal(reading.ok && reading.ageMs, -1);
  });

  describe('freshness', () => {
    it('accepts 59.999 s and refuses 60 s', () => {
      assert.equal(outcomeAtAge(59_999), 'taken');
      assert.equal(outcomeAtAge(60_000), 'stale');
    });

    it('accepts 59.999 s ahead and refuses 60 s ahead', () => {
      assert.equal(outcomeAtAge(-59_999), 'taken');
      assert.equal(outcomeAtAge(-60_000), 'early');
    });

    it('is a setting', () => {
      const outcomes = [1_000, 1_001].map((freshnessMs) =>
        readPayload(momento, verified(body), receivedAt + 1_000, freshnessMs),
      );

      assert.deepEqual(outcomes, [
        { ok: false, reason: 'stale', ageMs: 1_000 },
        { ok: true, text: body, eventType: 'chat#room-281', sentAt: receivedAt, ageMs: 1_000 },
      ]);
    });

    it('refuses the first and the last millisecond that a Date can hold', () => {
      assert.equal(outcome(payload({ publish_timestamp: -8.64e15 })), 'stale');
      assert.equal(outcome(payload({ publish_timestamp: 8.64e15 })), 'early');
    });

    it('refuses the millisecond before the epoch as stale', () => {
      assert.equal(outcome(payload({ publish_timestamp: -1 })), 'stale');
    });

    it('holds for an age if and only if it is less than a minute either way', () => {
      const age = fc.oneof(
        fc.integer({ min: -61_000, max: 61_000 }),
        fc.integer({ min: -2_000_000_000, max: 2_000_000_000 }),
      );
      fc.assert(
        fc.property(age, (ageMs) => {
          assert.equal(outcomeAtAge(ageMs) === 'taken', Math.abs(ageMs) < minute);
        }),
        { numRuns: 1_000 },
      );
    });

    it('tells the age of what it refuses', () => {
      assert.deepEqual(read(payload({ publish_timestamp: receivedAt - 90_000 })), {
        ok: false,
        reason: 'stale',
        ageMs: 90_000,
      });
    });
  });

  describe('JSON', () => {
    for (const text of [
      '{',
      '',
      ' ',
      'hello',
      "{'a':1}",
      '{"a":1,}',
      '{"a":01}',
      '{"a":NaN}',
      '{}{}',
      '{"a":"\n"}',
      '\0{}',
    ]) {
      it(`refuses ${JSON.stringify(text)}`, () => {
        assert.equal(outcome(text), 'invalid-json');
      });
    }

    it('refuses a byte order mark, which RFC 8259 forbids to send', () => {
      assert.equal(outcome(`\uFEFF${body}`), 'invalid-json');
    });

    it('refuses UTF-16', () => {
      assert.equal(outcome(Buffer.from(body, 'utf16le')), 'invalid-json');
    });

    const invalidUtf8 = {
      'a byte that UTF-8 never has': [0xff],
      'a continuation byte alone': [0x80],
      'an overlong slash': [0xc0, 0xaf],
      'a surrogate': [0xed, 0xa0, 0x80],
      'a code point beyond U+10FFFF': [0xf4, 0x90, 0x80, 0x80],
      'a character cut short': [0xe2, 0x82],
    };
    for (const [what, bytes] of Object.entries(invalidUtf8)) {
      it(`refuses a string with ${what} rather than repairing it`, () => {
        const [before = '', after = ''] = payload({ text: '|' }).split('|');

        assert.equal(
          outcome(Buffer.concat([Buffer.from(before), Buffer.from(bytes), Buffer.from(after)])),
          'invalid-json',
        );
      });
    }

    for (const text of ['null', 'true', '0', '1e3', '"text"', '[]', `[${body}]`]) {
      it(`refuses ${text.slice(0, 20)}, which is JSON but no object`, () => {
        assert.equal(outcome(text), 'not-an-object');
      });
    }

    it('takes white space around and between', () => {
      const spaced = '\r\n\t { "cache" : "chat" ,\r\n"topic":"room-281","publish_timestamp" : 1767225600000 } \n';

      const reading = read(spaced);

      assert.equal(reading.ok && reading.text, spaced);
    });

    it('takes characters of all 17 planes as they were sent', () => {
      const text = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0x41)).join('');
      const sent = payload({ text });

      const reading = read(sent);

      assert.equal(reading.ok && reading.text, sent);
    });

    describe('depth', () => {
      /** A payload of so many levels, itself the first. */
      const nested = (levels: number, [open, close]: readonly [string, string] = ['[', ']']) =>
        `${payload().slice(0, -1)},"deep":${open.repeat(levels - 1)}1${close.repeat(levels - 1)}}`;

      it('may be 62 levels and no more', () => {
        assert.equal(outcome(nested(62)), 'taken');
        assert.equal(outcome(nested(63)), 'too-deep');
        assert.equal(outcome(nested(62, ['{"a":', '}'])), 'taken');
        assert.equal(outcome(nested(63, ['{"a":', '}'])), 'too-deep');
      });

      it('is that of what is open at once, however much there is of it', () => {
        assert.equal(outcome(payload({ wide: Array.from({ length: 10_000 }, () => [{ a: [] }]) })), 'taken');
      });

      it('is not that of brackets in a text', () => {
        assert.equal(outcome(payload({ text: '[{'.repeat(1_000) })), 'taken');
        assert.equal(outcome(payload({ text: `"${'['.repeat(100)}` })), 'taken');
        assert.equal(outcome(payload({ text: `\\${'['.repeat(100)}` })), 'taken');
        assert.equal(outcome(payload({ text: `\\"${'['.repeat(100)}` })), 'taken');
      });

      it('counts what stands behind a text that ends in a backslash', () => {
        assert.equal(outcome(`${payload({ text: '\\' }).slice(0, -1)},"deep":${'['.repeat(62)}`), 'too-deep');
      });

      it('is looked at before anything else is', () => {
        assert.equal(outcome('['.repeat(63)), 'too-deep');
        assert.equal(outcome('['.repeat(62)), 'invalid-json');
        assert.equal(outcome(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'too-deep');
      });

      it('of a payload is the depth that JSON.parse finds, whatever the payload', () => {
        const depthOf = (value: unknown): number =>
          typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0;
        fc.assert(
          fc.property(fc.jsonValue({ maxDepth: 6 }), fc.integer({ min: 50, max: 64 }), (value, levels) => {
            const text = `${'['.repeat(levels)}${JSON.stringify(value)}${']'.repeat(levels)}`;

            const expected = levels + depthOf(value) > 62 ? 'too-deep' : 'not-an-object';
            assert.equal(outcome(text), expected);
          }),
          { numRuns: 1_000 },
        );
      });
    });
  });

  describe('integers', () => {
    const of = (number: string) => outcome(`${payload().slice(0, -1)},"n":${number}}`);

    // PutEvents documents these bounds.
    it('may have 64 bits and no more', () => {
      for (const number of ['9223372036854775807', '-9223372036854775808', '0', '-1'])
        assert.equal(of(number), 'taken');
      for (const number of ['9223372036854775808', '-9223372036854775809', '1'.repeat(20), `-${'9'.repeat(30)}`]) {
        assert.equal(of(number), 'number-too-large', number);
        assert.equal(of(`[{"a":${number}}]`), 'number-too-large', number);
      }
    });

    it('are not the digits of a fraction, an exponent or a text', () => {
      const long = '9'.repeat(30);
      for (const number of [`0.${long}`, `${long}.5`, `${long}e5`, `${long}E-5`, `1e-0${long}`, `1E+${long}`]) {
        assert.equal(of(number), 'taken', number);
      }
      assert.equal(of(`"${long}"`), 'taken');
      assert.equal(outcome(payload({ text: `\\${long}` })), 'taken');
    });

    it('are told apart as exactly as they are written', () => {
      const around = (bound: bigint) => fc.bigInt({ min: bound - 1_000n, max: bound + 1_000n });
      const bits = 2n ** 63n;
      fc.assert(
        fc.property(fc.oneof(around(bits), around(-bits), fc.bigInt({ min: -bits * 4n, max: bits * 4n })), (number) => {
          assert.equal(of(String(number)), number >= -bits && number < bits ? 'taken' : 'number-too-large');
        }),
        { numRuns: 1_000 },
      );
    });

    it('are looked at only in what is a JSON object', () => {
      assert.equal(outcome(`[${'9'.repeat(30)}]`), 'not-an-object');
      assert.equal(outcome('9'.repeat(30)), 'not-an-object');
      assert.equal(outcome(`{"n":${'9'.repeat(30)}`), 'invalid-json');
    });
  });

  describe('fields', () => {
    for (const field of ['cache', 'topic', 'publish_timestamp']) {
      it(`names ${field} when it is left out`, () => {
        assert.deepEqual(read(payload({ [field]: undefined })), { ok: false, reason: 'missing-field', field });
      });
    }

    it('does not take a number for a name nor a text for a time', () => {
      assert.deepEqual(read(payload({ cache: 1 })), { ok: false, reason: 'missing-field', field: 'cache' });
      assert.deepEqual(read(payload({ publish_timestamp: `${receivedAt}` })), {
        ok: false,
        reason: 'missing-field',
        field: 'publish_timestamp',
      });
    });

    it('does not find them in __proto__', () => {
      assert.deepEqual(read(`{"__proto__":${body}}`), { ok: false, reason: 'missing-field', field: 'cache' });
    });

    it('are looked at before freshness', () => {
      assert.equal(outcome(payload({ topic: undefined, publish_timestamp: 0 })), 'missing-field');
    });

    it('may be joined by others that nobody foresaw', () => {
      assert.equal(outcome(payload({ new_field: { deep: [1] } })), 'taken');
    });
  });
});
