import assert from 'node:assert/strict';
import { namePatterns } from '../../../tools/deploy-policy/patterns.ts';

describe('patterns of names', () => {
  const stack = 'webhook-bridge_dev';

  it('cover the names that are there, and the next one of a role', () => {
    assert.deepEqual(namePatterns([stack, `${stack}_parking`, `${stack}_orders`], stack), [stack, `${stack}_*`]);
  });

  it('keep what stands before the name', () => {
    assert.deepEqual(namePatterns([`/aws/lambda/${stack}`, `/aws/events/${stack}_chat`], stack), [
      `/aws/events/${stack}_*`,
      `/aws/lambda/${stack}`,
    ]);
  });

  it('let few names that were cut stand, and join more of them', () => {
    const cut = ['webhook-bridge_dev-0a1b', 'webhook-bridge_dev-0c2d', 'webhook-bridge_dev-9e3f'];

    assert.deepEqual(namePatterns(cut.slice(0, 2), stack), cut.slice(0, 2));
    assert.deepEqual(namePatterns(cut, stack), ['webhook-bridge_dev-*']);
    assert.deepEqual(namePatterns(['ab', 'abc', 'abcd'], stack), ['ab*']);
  });
});
