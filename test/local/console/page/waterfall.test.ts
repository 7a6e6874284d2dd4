import assert from 'node:assert/strict';
import { waterfall } from '../../../../local/console/page/traces/document.ts';

describe('the waterfall of a trace', () => {
  const entity = (id: string, start_time: number, end_time: number, more: object = {}) => ({
    id,
    name: `the ${id}`,
    start_time,
    end_time,
    ...more,
  });

  it('puts each part below what it is part of, across documents, in the order of their start', () => {
    const rows = waterfall([
      entity('function', 11, 14, {
        parent_id: 'service',
        subsegments: [entity('late', 13, 14), entity('early', 12, 13)],
      }),
      entity('service', 10, 15, { parent_id: 'a caller that is not traced' }),
      entity('handler', 12.2, 12.8, { parent_id: 'early' }),
    ]);
    assert.deepEqual(
      rows.map((row) => [row.entity.id, row.depth, row.offsetMs]),
      [
        ['service', 0, 0],
        ['function', 1, 1000],
        ['early', 2, 2000],
        ['handler', 3, 2199.999999999999],
        ['late', 2, 3000],
      ],
    );
  });

  it('begins with whatever began first, also when that is dated back', () => {
    const rows = waterfall([entity('invoked', 10, 11, { subsegments: [entity('init', 9, 9.5)] })]);
    assert.deepEqual(
      rows.map((row) => [row.entity.id, row.offsetMs, row.durationMs]),
      [
        ['invoked', 1000, 1000],
        ['init', 0, 500],
      ],
    );
  });

  it('leaves the duration open while a part is in progress', () => {
    const [row] = waterfall([{ id: 'one', name: 'one', start_time: 1 }]);
    assert.equal(row?.durationMs, undefined);
  });
});
