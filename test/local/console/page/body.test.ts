import assert from 'node:assert/strict';
import { unknownOf } from '../../../../local/console/page/dashboards/body.ts';
import { ofType } from '../../../../local/stack/program/graph.ts';
import { dev, graphOf, prod } from '../../../infra/programs.ts';

describe('what the console does not know of a widget', () => {
  it('is nothing where all of it is drawn', () => {
    const properties = {
      view: 'timeSeries',
      metrics: [['A', 'One', { color: '#ff0000' }]],
      annotations: { horizontal: [{ value: 1 }, [{ value: 1 }, { value: 2, fill: 'above' }]] },
      yAxis: { left: { min: 0 } },
    };
    assert.deepEqual(unknownOf({ type: 'metric', properties }), []);
  });

  it('is named: its type, its view, a property however deep', () => {
    assert.deepEqual(unknownOf({ type: 'explorer', properties: {} }), ['the widget type "explorer"']);
    assert.deepEqual(unknownOf({ type: 'metric', properties: { view: 'table' } }), ['the view "table"']);
    assert.deepEqual(unknownOf({ type: 'metric', properties: { yAxis: { left: { scale: 'log' } } } }), [
      'the property "yAxis.left.scale"',
    ]);
    assert.deepEqual(unknownOf({ type: 'metric', properties: { metrics: [['A', 'One', { dash: true }]] } }), [
      'the property "metrics.dash"',
    ]);
  });

  for (const configuration of [dev, prod]) {
    it(`is nothing in the dashboards of ${configuration.stack}`, async () => {
      const graph = await graphOf(configuration);
      const bodies = ofType(graph, 'aws:cloudwatch/dashboard:Dashboard').map(({ inputs }) =>
        String(inputs.dashboardBody),
      );
      assert(bodies.length > 0);
      const unknown = bodies.flatMap((body) => JSON.parse(body).widgets.flatMap(unknownOf));
      assert.deepEqual(unknown, []);
    });
  }
});
