import assert from 'node:assert/strict';
import type { ColdStartAccount } from '../../../function/init/cold-start.ts';
import { initSubsegment } from '../../../function/telemetry/init-subsegment.ts';

/** Seconds since the epoch, as X-Ray counts, of milliseconds since the start of the process. */
const at = (ms: number) => (performance.timeOrigin + ms) / 1000;

const account = (spans: Pick<ColdStartAccount, 'initSpans' | 'parts'>): ColdStartAccount => ({
  init: 'on-demand',
  durations: {
    ...{ runtime: 0, builtins: 0, sdk: 0, telemetry: 0, clients: 0, warmup: 0 },
    ...{ wait: 0, handler: 0, publish: 0 },
  },
  totalMs: 0,
  ...spans,
});

const read = (subsegment: object) => JSON.parse(JSON.stringify(subsegment));

describe('backdated init', () => {
  it('has each phase as a child, and each part of the warm-up as a child of that, when they happened', () => {
    const { subsegments, ...init } = read(
      initSubsegment(
        account({
          initSpans: [
            { name: 'runtime', startMs: 0, endMs: 40 },
            { name: 'warmup', startMs: 40, endMs: 70 },
          ],
          parts: [{ name: 'secret', startMs: 41, endMs: 69, errorCode: undefined }],
        }),
      ),
    );

    assert.partialDeepStrictEqual(init, { name: 'init', start_time: at(0), end_time: at(70) });
    assert.partialDeepStrictEqual(subsegments, [
      { name: 'runtime', start_time: at(0), end_time: at(40) },
      {
        name: 'warmup',
        start_time: at(40),
        end_time: at(70),
        subsegments: [{ name: 'secret', start_time: at(41), end_time: at(69) }],
      },
    ]);
  });

  it('is over, and says nothing that the documented segment does not have', () => {
    const init = read(initSubsegment(account({ initSpans: [{ name: 'runtime', startMs: 0, endMs: 40 }], parts: [] })));

    for (const subsegment of [init, ...init.subsegments]) {
      const { id: _, name: __, start_time: ___, end_time: ____, subsegments: _____, ...rest } = subsegment;
      assert.deepEqual(rest, {});
    }
  });

  it('is as long as nothing when nothing was marked', () => {
    const init = read(initSubsegment(account({ initSpans: [], parts: [] })));

    assert.equal(init.start_time, at(0));
    assert.equal(init.end_time, at(0));
    assert.equal('subsegments' in init, false);
  });
});
