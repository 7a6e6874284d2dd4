import assert from 'node:assert/strict';
import { z } from 'zod';
import { ofType } from '../../local/index.ts';
import { blue, graphOf, root, run } from '../infra/programs.ts';
import { body } from './body-schema.ts';
import { type Bodies, stacks } from './stacks.ts';

describe('dashboard bodies', function () {
  this.timeout(180_000);
  for (const [stack, bodiesOf] of Object.entries(stacks)) {
    describe(`of ${stack}`, () => {
      let bodies: Bodies;
      before(async () => {
        bodies = await bodiesOf();
      });

      for (const name of ['operations', 'coldStart'] as const) {
        it(`have the documented structure: ${name}`, () => {
          const checked = body.safeParse(JSON.parse(bodies[name]));

          assert.ok(checked.success, checked.error && z.prettifyError(checked.error));
        });
      }

      it('begin with the alarms', () => {
        for (const text of Object.values(bodies)) {
          const { widgets } = body.parse(JSON.parse(text));
          assert.equal(widgets.find(({ x, y }) => x === 0 && y === 0)?.type, 'alarm');
        }
      });
    });
  }

  it('are the same bytes in two runs', async () => {
    const again = await run(root, blue);

    const bodiesOf = (graph: typeof again) =>
      ofType(graph, 'aws:cloudwatch/dashboard:Dashboard').map(({ name, inputs }) => [name, inputs.dashboardBody]);
    assert.deepEqual(bodiesOf(again), bodiesOf(await graphOf(blue)));
    assert.equal(bodiesOf(again).length, 2);
  });
});

describe('the schema of dashboard bodies', function () {
  this.timeout(180_000);
  const text = { type: 'text', x: 0, y: 0, width: 6, height: 6, properties: { markdown: 'x' } };
  const metrics = [['AWS/Lambda', 'Errors', 'FunctionName', 'f', { id: 'errors' }]];
  const graph = { ...text, type: 'metric', properties: { region: 'eu-west-1', metrics } };
  const withMetrics = (...entries: unknown[]) => ({ ...graph, properties: { region: 'eu-west-1', metrics: entries } });
  const wrong: readonly (readonly [string, ...unknown[]])[] = [
    ['a property that is not documented', { ...text, properties: { markdown: 'x', title: 'y' } }],
    ['a type that is not documented', { ...text, type: 'picture' }],
    ['a widget beyond the 24 columns', { ...text, x: 19 }],
    ['two widgets that overlap', text, { ...text, x: 5, y: 5 }],
    ['a graph without a region', { ...text, type: 'metric', properties: { metrics } }],
    ['a dimension without a value', withMetrics(['AWS/Lambda', 'Errors', 'FunctionName'])],
    ['rendering properties before the dimensions', withMetrics(['AWS/Lambda', 'Errors', {}, 'FunctionName', 'f'])],
    ['an id that is given twice', withMetrics(...metrics, ...metrics)],
    ['an expression over an unknown id', withMetrics(...metrics, [{ expression: 'faults / 2' }])],
    ['a statistic that CloudWatch does not have', withMetrics(['AWS/Lambda', 'Errors', { stat: 'Mean' }])],
    ['a period that is no multiple of a minute', { ...graph, properties: { ...graph.properties, period: 90 } }],
  ];
  for (const [says, ...widgets] of wrong) {
    it(`refuses ${says}`, () => {
      assert.equal(body.safeParse({ widgets }).success, false);
    });
  }

  it('takes what these would be without their fault', () => {
    assert.equal(body.safeParse({ widgets: [text, { ...graph, x: 6 }] }).success, true);
  });
});
