import assert from 'node:assert/strict';
import { sampler, traceHeader, traceOf } from '../../../../local/aws/lambda/trace.ts';

describe('X-Ray sampling', () => {
  it('takes the first request of every second', () => {
    let now = 0;
    const sample = sampler(
      () => now,
      () => 0.99,
    );

    const taken = [0, 1, 999, 1000, 1001, 5999, 6000].map((at) => {
      now = at;
      return sample();
    });

    assert.deepEqual(taken, [true, false, false, true, false, true, true]);
  });

  it('takes 5 % of the others', () => {
    const drawn = [0, 0.049, 0.05, 0.99];
    const sample = sampler(
      () => 0,
      () => drawn.shift() ?? 1,
    );
    sample();

    assert.deepEqual([sample(), sample(), sample(), sample()], [true, true, false, false]);
  });
});

describe('trace', () => {
  const root = '1-6b0454f9-92169e9dda3f71f843aec9df';
  const never = () => false;
  const always = () => true;

  it('goes on with root, parent and decision of the header', () => {
    const { parent, sampled, ...trace } = traceOf(`Root=${root};Parent=53995c3f42cd8ad8;Sampled=0`, always);

    assert.deepEqual([trace.root, parent, sampled], [root, '53995c3f42cd8ad8', false]);
  });

  it('decides where the header does not', () => {
    assert.equal(traceOf(`Root=${root}`, always).sampled, true);
    assert.equal(traceOf(`Root=${root};Sampled=?`, never).sampled, false);
  });

  for (const header of [undefined, '', 'Root=1-abc', `Root=${root}0`, 'Self=1-67891233-abcdef012345678912345678']) {
    it(`begins anew with ${JSON.stringify(header)}`, () => {
      const trace = traceOf(header, never);

      assert.match(trace.root, /^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
      assert.notEqual(trace.root, root);
      assert.equal(trace.parent, undefined);
    });
  }

  it('is handed on under the segment named', () => {
    const trace = traceOf(`Root=${root};Sampled=1`, never);

    assert.equal(traceHeader(trace, trace.functionSegment), `Root=${root};Parent=${trace.functionSegment};Sampled=1`);
  });
});
