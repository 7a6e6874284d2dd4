import assert from 'node:assert/strict';
import { warmPool } from '../../../../../local/aws/lambda/environment/warm-pool.ts';

describe('the warm pool', () => {
  it('gives the environment that was used last', async () => {
    const pool = warmPool<string>(2);
    pool.put('first');
    pool.put('last');
    assert.equal(await pool.take(), 'last');
  });

  it('lets no more environments start at once than it was told', async () => {
    const pool = warmPool<string>(1);
    assert.equal(await pool.take(), undefined);
    const second = pool.take();
    assert.equal(await stateOf(second), 'waits');
    pool.started();
    assert.equal(await second, undefined);
  });

  it('gives who waits for a start an environment that becomes idle first', async () => {
    const pool = warmPool<string>(1);
    await pool.take();
    const second = pool.take();
    pool.put('idle now');
    assert.equal(await second, 'idle now');
  });

  it('keeps who waits in order', async () => {
    const pool = warmPool<string>(1);
    await pool.take();
    const waiting = [pool.take(), pool.take()];
    pool.put('one');
    pool.put('two');
    assert.deepEqual((await Promise.all(waiting)).sort(), ['one', 'two']);
  });

  it('gives no environment that was removed', async () => {
    const pool = warmPool<string>(1);
    pool.put('gone');
    pool.remove('gone');
    assert.equal(await pool.take(), undefined);
  });

  it('lets everybody start when it closes', async () => {
    const pool = warmPool<string>(1);
    await pool.take();
    const waiting = [pool.take(), pool.take()];
    pool.close();
    assert.deepEqual(await Promise.all(waiting), [undefined, undefined]);
  });
});

async function stateOf(promise: Promise<unknown>): Promise<'waits' | 'settled'> {
  return Promise.race([
    promise.then(() => 'settled' as const),
    new Promise<'waits'>((resolve) => setImmediate(() => resolve('waits'))),
  ]);
}
