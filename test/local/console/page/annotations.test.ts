import assert from 'node:assert/strict';
import { markings } from '../../../../local/console/page/chart/annotations.ts';

describe('annotations of a graph', () => {
  const spans = (...given: Parameters<typeof markings>) => markings(...given).map(({ from, to }) => [from, to]);

  it('are lines, filled to an edge or to their partner', () => {
    assert.deepEqual(
      spans({
        horizontal: [
          { value: 1 },
          { value: 2, fill: 'above' },
          { value: 3, fill: 'below' },
          [{ value: 4 }, { value: 5 }],
        ],
      }),
      [
        [1, undefined],
        [2, Infinity],
        [3, -Infinity],
        [4, 5],
      ],
    );
  });

  it('stand at their time when they are vertical', () => {
    assert.deepEqual(spans({ vertical: [{ value: '1970-01-01T00:01:00Z', fill: 'after' }] }), [[60, Infinity]]);
  });

  it('are not drawn when they are not visible', () => {
    assert.deepEqual(markings({ horizontal: [{ value: 1, visible: false }] }), []);
  });
});
