import assert from 'node:assert/strict';
import { read, refusal } from './given.ts';

const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'v']));
const characters = 'letters, digits, spaces and _ . : / = + - @';

describe('tags', () => {
  for (const taken of [
    many(48),
    { 'cost centre': 'R+D = 4711', 'a_.:/=+-@': 'Größe 12 m', Aws: 'x' },
    { empty: '', ['k'.repeat(128)]: 'v'.repeat(256) },
  ]) {
    it(`are taken as AWS takes them: ${Object.keys(taken).slice(0, 3).join(', ').slice(0, 60)}`, () => {
      assert.deepEqual(read({ tags: taken }).tags, taken);
    });
  }

  it('may be numbers and booleans, which the CLI makes of such text', () => {
    assert.deepEqual(read({ tags: { cost: 4711, share: 0.5, billed: true } }).tags, {
      cost: '4711',
      share: '0.5',
      billed: 'true',
    });
  });

  for (const [tags, key, wanted] of [
    [
      { Project: 'x' },
      '',
      'keys that differ by more than case, unlike project and Project; IAM says "Duplicate tag keys found. Please note that Tag keys are case insensitive."',
    ],
    [
      { owner: 'x', OWNER: 'y' },
      '',
      'keys that differ by more than case, unlike owner and OWNER; IAM says "Duplicate tag keys found. Please note that Tag keys are case insensitive."',
    ],
    [{ stack: 'x' }, '', 'keys other than project and stack, which every resource has'],
    [many(49), '', 'at most 48 tags, as AWS takes 50 and every resource has project and stack'],
    [{ '': 'x' }, '', `keys of 1 to 128 characters: ${characters}`],
    [{ ['k'.repeat(129)]: 'x' }, '', `keys of 1 to 128 characters: ${characters}`],
    [{ 'R&D': 'x' }, '', `keys of 1 to 128 characters: ${characters}`],
    [{ 'aws:x': 'y' }, '', 'keys that do not begin with aws:, which is kept for AWS'],
    [{ 'AWS:x': 'y' }, '', 'keys that do not begin with aws:, which is kept for AWS'],
    [{ team: 'R&D' }, '.team', `text of ${characters}`],
    [{ team: 'a,b' }, '.team', `text of ${characters}`],
    [{ team: 'v'.repeat(257) }, '.team', 'at most 256 characters'],
    [{ team: null }, '.team', 'text'],
  ] as const) {
    it(`are refused: ${JSON.stringify(tags).slice(0, 60)}`, () => {
      const value = key === '' ? tags : Object.values(tags)[0];

      assert.equal(refusal({ tags }), `webhook-bridge:tags${key} is ${JSON.stringify(value)}: wants ${wanted}`);
    });
  }
});
