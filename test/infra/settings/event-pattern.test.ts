import assert from 'node:assert/strict';
import { read, refusal } from './given.ts';
import recorded from './recorded-patterns.json' with { type: 'json' };

/*
 * The answers of AWS to TestEventPattern, as LocalStack's tests recorded them: the first line of each refusal, and the
 * patterns that were taken.
 */

const wanted = 'an EventBridge pattern, each field a list of values or of filters such as { prefix: webhook. }';
const rulesWith = (pattern: unknown) => [
  { name: 'before', pattern: { source: ['x'] }, targets: [{ type: 'queue' }] },
  { name: 'all', pattern, targets: [{ type: 'queue' }] },
];

describe('the pattern of a rule', () => {
  for (const { pattern, reason } of recorded.refused) {
    it(`is refused as AWS refuses it: ${pattern}`, () => {
      assert.equal(
        refusal({ rules: rulesWith(JSON.parse(pattern)) }),
        `webhook-bridge:rules.1.pattern is ${pattern}: wants ${wanted}; AWS says "${reason}"`,
      );
    });
  }

  it(`is taken where AWS takes it: the ${recorded.taken.length} patterns of 117 recorded cases`, () => {
    for (const pattern of recorded.taken) {
      assert.deepEqual(read({ rules: rulesWith(JSON.parse(pattern)) }).rules[1]?.pattern, JSON.parse(pattern));
    }
  });

  for (const [pattern, reason] of [
    [{}, 'Empty objects are not allowed'],
    [{ source: {} }, 'Empty objects are not allowed'],
    [{ source: [{ prefx: 'x' }] }, 'Unrecognized match type prefx'],
    [{ a: { b: [[]] } }, 'Match value must be String, number, true, false, or null'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'IPv4 mask bits must be < 32'],
    [{ a: [{ prefix: 'x', suffix: 'y' }] }, 'Only one key allowed in match expression'],
  ] as const) {
    it(`is refused with the reason of event-ruler: ${JSON.stringify(pattern)}`, () => {
      assert.ok(
        refusal({ rules: rulesWith(pattern) }).endsWith(`AWS says "Event pattern is not valid. Reason: ${reason}"`),
      );
    });
  }

  it('that is no object is refused', () => {
    assert.equal(refusal({ rules: rulesWith('x') }), `webhook-bridge:rules.1.pattern is "x": wants ${wanted}`);
  });

  it('has at most 2,048 characters, the quota of an account', () => {
    const sized = (characters: number) => ({ a: ['x'.repeat(characters - '{"a":[""]}'.length)] });

    assert.deepEqual(read({ rules: rulesWith(sized(2_048)) }).rules[1]?.pattern, sized(2_048));
    assert.match(
      refusal({ rules: rulesWith(sized(2_049)) }),
      /^webhook-bridge:rules\.1\.pattern is .*: wants an EventBridge pattern of at most 2,048 characters as JSON; it has 2049$/,
    );
  });
});
