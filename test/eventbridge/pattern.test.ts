import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseJson } from '../../eventbridge/json.ts';
import { eventFields } from '../../eventbridge/pattern/fields.ts';
import { compilePattern } from '../../eventbridge/pattern/pattern.ts';
import vectors from './pattern-vectors.json' with { type: 'json' };

/**
 * What each vector expects was computed by event-ruler 2.1.0 (software.amazon.event.ruler:event-ruler on Maven Central),
 * the open-source matcher of EventBridge: `Machine.addRule` for validity, `rulesForJSONEvent` for the match. A reason
 * stands where the two give the same one.
 */
interface Vector {
  readonly pattern: string;
  readonly matches?: readonly string[];
  readonly misses?: readonly string[];
  readonly invalid?: boolean;
  readonly reason?: string;
}

describe('an event pattern, against event-ruler', () => {
  for (const { pattern, matches = [], misses = [], invalid = false, reason } of vectors as readonly Vector[]) {
    if (invalid) {
      it(`${pattern} is refused${reason === undefined ? '' : `: ${reason}`}`, () => {
        const compiled = compilePattern(pattern);
        assert.ok(!compiled.ok);
        if (reason !== undefined) assert.equal(compiled.reason, reason);
      });
    } else {
      it(`${pattern} matches ${matches.length} events and misses ${misses.length}`, () => {
        assert.deepEqual(
          [...matches, ...misses].filter((event) => match(pattern, event)),
          matches,
        );
      });
    }
  }
});

describe('an event pattern, in an event of 1 MB', () => {
  // A search that compared every element with every other took most of a minute here.
  it('does not take time that multiplies with the lengths of arrays', () => {
    const array = Array.from({ length: 20_000 }, (_, at) => ({ a: at, b: String(at) }));
    const event = eventFields(parseJson(JSON.stringify({ one: array, two: array })));
    const pattern = compilePattern('{"one":{"a":[{"numeric":[">=",0]}],"b":["-"]},"two":{"a":[{"exists":true}]}}');
    const apart = compilePattern('{"one":{"a":[{"exists":true}]},"two":{"b":["-"]}}');
    const start = performance.now();
    assert.equal(pattern.ok && pattern.matches(event), false);
    assert.equal(apart.ok && apart.matches(event), false);
    assert.ok(performance.now() - start < 20_000);
  });
});

describe('an event pattern, for all events', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 8 });
  const scalar = fc.oneof(text, fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(null));

  it('of an event’s own values matches it', () => {
    const event = fc.dictionary(fc.string({ minLength: 1 }), scalar, { minKeys: 1 });
    fc.assert(
      fc.property(event, (fields) => {
        const pattern = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, [value]]));
        assert.ok(match(JSON.stringify(pattern), JSON.stringify(fields)));
      }),
    );
  });

  it('matches a value either exactly or by anything-but', () => {
    fc.assert(
      fc.property(text, scalar, (wanted, value) => {
        const exact = match(JSON.stringify({ a: [{ exactly: wanted }] }), JSON.stringify({ a: value }));
        const other = match(JSON.stringify({ a: [{ 'anything-but': wanted }] }), JSON.stringify({ a: value }));
        assert.notEqual(exact, other);
      }),
    );
  });

  it('compares numbers as numbers', () => {
    const number = fc.double({ noNaN: true, min: -5e9, max: 5e9 });
    fc.assert(
      fc.property(number, number, (bound, value) => {
        const below = match(JSON.stringify({ a: [{ numeric: ['<', bound] }] }), JSON.stringify({ a: value }));
        assert.equal(below, value < bound);
      }),
    );
  });

  it('lets a wildcard stand for anything', () => {
    const literal = fc.string({ unit: fc.constantFrom('a', 'b', '*', '\\', '€') });
    const escaped = (part: string) => part.replaceAll(/[*\\]/g, '\\$&');
    fc.assert(
      fc.property(fc.array(literal, { minLength: 2, maxLength: 4 }), text, (parts, filling) => {
        const wildcard = parts.map(escaped).filter((part, at) => part !== '' || at === 0 || at === parts.length - 1);
        const pattern = JSON.stringify({ a: [{ wildcard: wildcard.join('*') }] });
        assert.ok(match(pattern, JSON.stringify({ a: wildcard.map(unescaped).join(filling) })));
      }),
    );
  });

  it('takes the fields of one array from one element', () => {
    const items = fc.array(fc.record({ x: fc.integer({ max: 2, min: 0 }), y: fc.integer({ max: 2, min: 0 }) }));
    fc.assert(
      fc.property(items, (list) => {
        const expected = list.some(({ x, y }) => x === 1 && y === 2);
        assert.equal(match('{"items":{"x":[1],"y":[2]}}', JSON.stringify({ items: list })), expected);
      }),
    );
  });
});

function unescaped(part: string): string {
  return part.replaceAll(/\\([*\\])/g, '$1');
}

function match(pattern: string, event: string): boolean {
  const compiled = compilePattern(pattern);
  assert.ok(compiled.ok, compiled.ok ? '' : compiled.reason);
  return compiled.matches(eventFields(parseJson(event)));
}
