import assert from 'node:assert/strict';
import type { MetricWidgetProperties } from '../../../../local/console/page/dashboards/body.ts';
import {
  seriesOf,
  widgetMetricQueries,
  widgetTimeRange,
} from '../../../../local/console/page/dashboards/metric-query.ts';

describe('the query of a metric widget', () => {
  const queries = (properties: MetricWidgetProperties) =>
    widgetMetricQueries(properties, 900).map(({ rendering, periodSeconds, ...query }) => query);

  it('asks for each metric with the statistic and period of its row, else of the widget', () => {
    const [own, widget] = queries({
      metrics: [
        ['AWS/Lambda', 'Duration', 'FunctionName', 'bridge', { stat: 'p99', period: 300, label: 'slow' }],
        ['AWS/Lambda', 'Errors', 'FunctionName', 'bridge'],
      ],
      period: 60,
      stat: 'Sum',
    });
    const Dimensions = [{ Name: 'FunctionName', Value: 'bridge' }];
    assert.deepEqual(own, {
      Id: 'row1',
      ReturnData: true,
      Label: 'slow',
      MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName: 'Duration', Dimensions }, Period: 300, Stat: 'p99' },
    });
    assert.deepEqual(widget?.MetricStat?.Period, 60);
    assert.deepEqual(widget?.MetricStat?.Stat, 'Sum');
  });

  it('takes 300 s and Average when nothing is said, as CloudWatch does', () => {
    const [query] = queries({ metrics: [['AWS/Lambda', 'Duration']] });
    assert.deepEqual([query?.MetricStat?.Period, query?.MetricStat?.Stat], [300, 'Average']);
  });

  it('writes out the dots that repeat the row before', () => {
    const rows = queries({
      metrics: [
        ['AWS/Lambda', 'Invocations', 'FunctionName', 'bridge'],
        ['.', 'Errors', '.', '.'],
        ['...', 'other', { stat: 'Sum' }],
      ],
    }).map(({ MetricStat }) => MetricStat?.Metric);
    assert.deepEqual(rows, [metric('Invocations', 'bridge'), metric('Errors', 'bridge'), metric('Errors', 'other')]);
  });

  function metric(MetricName: string, Value: string) {
    return { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value }] };
  }

  it('asks for what expressions name without drawing it', () => {
    const [hidden, expression] = queries({
      metrics: [['AWS/Lambda', 'Errors', { id: 'e', visible: false }], [{ expression: '100 * e', label: 'share' }]],
      period: 60,
    });
    assert.deepEqual([hidden?.Id, hidden?.ReturnData], ['e', false]);
    assert.deepEqual(expression, { Id: 'row2', ReturnData: true, Label: 'share', Expression: '100 * e', Period: 60 });
  });

  it('gives no row an id that another has', () => {
    const ids = queries({
      metrics: [
        ['A', 'One'],
        ['A', 'Two', { id: 'row1' }],
      ],
    }).map(({ Id }) => Id);
    assert.deepEqual(ids, ['row1_', 'row1']);
  });

  it('asks for one datapoint of the whole time shown where the widget says so, but never in a graph over time', () => {
    const metrics = [['AWS/Lambda', 'Errors', { period: 60 }]] as const;
    const period = (view: 'singleValue' | 'timeSeries') =>
      queries({ metrics, view, setPeriodToTimeRange: true })[0]?.MetricStat?.Period;
    assert.deepEqual([period('singleValue'), period('timeSeries')], [900, 60]);
  });
});

describe('the time that a metric widget asks for', () => {
  const metrics = [
    ['A', 'One', { period: 60 }],
    ['A', 'Two', { period: 300 }],
  ] as const;

  it('begins where the longest period does, so that every period is whole and on the clock', () => {
    assert.deepEqual(widgetTimeRange({ metrics }, 900, 10_000), { from: 9000, to: 10_000 });
  });

  it('is one period up to the end of this minute where a figure is of all of it', () => {
    const { from, to } = widgetTimeRange({ metrics, view: 'bar', setPeriodToTimeRange: true }, 900, 10_000);
    assert.deepEqual([from, to], [9120, 10_020]);
  });
});

describe('the series of a metric widget', () => {
  const queries = widgetMetricQueries(
    {
      metrics: [
        ['A', 'One', { id: 'one', color: '#ff0000', yAxis: 'right' }],
        ['A', 'Two', { id: 'two', visible: false }],
        [{ expression: 'SEARCH(…)', id: 'all' }],
      ],
    },
    900,
  );
  const result = (Id: string, Label: string, Timestamps: readonly number[] = [], Values: readonly number[] = []) => ({
    Id,
    Label,
    Timestamps,
    Values,
  });

  it('are in the order of the rows and have their colours, axes and periods', () => {
    const series = seriesOf(queries, [result('all', 'x'), result('all', 'y'), result('one', 'One')]);
    assert.deepEqual(
      series.map(({ label, color, axis, periodSeconds }) => [label, color, axis, periodSeconds]),
      [
        ['One', '#ff0000', 'right', 300],
        ['x', undefined, 'left', 300],
        ['y', undefined, 'left', 300],
      ],
    );
  });

  it('have their datapoints in the order of time', () => {
    const [series] = seriesOf(queries, [result('one', 'One', [120, 60], [2, 1])]);
    assert.deepEqual(series?.points, [
      { at: 60, value: 1 },
      { at: 120, value: 2 },
    ]);
  });
});
