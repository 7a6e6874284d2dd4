import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { mapConcurrently } from '../../../tools/command-line/map-concurrently.ts';

describe('work that is done concurrently', () => {
  const never = new AbortController().signal;

  it('begins the next whenever one has ended, and gives the results in their order', async () => {
    const ends: (() => void)[] = [];
    const begun: string[] = [];
    const done = mapConcurrently(['a', 'b', 'c'], 2, never, async (item) => {
      begun.push(item);
      await new Promise<void>((resolve) => ends.push(resolve));
      return item.toUpperCase();
    });
    await turn();
    assert.deepEqual(begun, ['a', 'b']);

    ends[1]?.();
    await turn();
    assert.deepEqual(begun, ['a', 'b', 'c']);
    ends[0]?.();
    ends[2]?.();

    assert.deepEqual(await done, ['A', 'B', 'C']);
  });

  it('stops the others when one fails, and lets them clean up', async () => {
    const cleaned: string[] = [];
    await assert.rejects(
      mapConcurrently(['bad', 'good', 'late'], 2, never, async (item, stopped) => {
        if (item === 'bad') throw new Error('bad');
        await new Promise((resolve) => stopped.addEventListener('abort', resolve));
        await turn();
        cleaned.push(item);
      }),
      /^Error: bad$/,
    );
    assert.deepEqual(cleaned, ['good']);
  });

  it('begins nothing more once it is interrupted', async () => {
    const interrupted = new AbortController();
    const begun: string[] = [];
    await assert.rejects(
      mapConcurrently(['a', 'b'], 1, interrupted.signal, async (item) => {
        begun.push(item);
        interrupted.abort();
      }),
      { name: 'AbortError' },
    );
    assert.deepEqual(begun, ['a']);
  });
});
