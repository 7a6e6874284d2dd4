import assert from 'node:assert/strict';
import { AwsError } from '../../../../local/aws/aws-error.ts';
import { evaluate } from '../../../../local/aws/cloudwatch/math/evaluate.ts';
import { parseExpression } from '../../../../local/aws/cloudwatch/math/expression.ts';
import type { Maybe, TimeSeries, Value } from '../../../../local/aws/cloudwatch/math/values.ts';

type Points = readonly Maybe[];

const _ = undefined;

/** What an expression comes to, over these metrics, whose period is a minute. */
function calculate(expression: string, metrics: Readonly<Record<string, Points>> = {}): Value {
  const series = new Map(
    Object.entries(metrics).map(([id, points]): [string, TimeSeries] => [id, { label: id, points }]),
  );
  return evaluate(parseExpression(expression), {
    length: Object.values(metrics)[0]?.length ?? 2,
    periodSeconds: 60,
    metricIds: [...series.keys()],
    resolve: (id) => {
      const found = series.get(id);
      assert.ok(found, id);
      return found;
    },
  });
}

function points(expression: string, metrics: Readonly<Record<string, Points>> = {}): Points {
  const value = calculate(expression, metrics);
  assert.ok(typeof value === 'object' && 'points' in value, `${expression} is a time series`);
  return value.points;
}

function refused(expression: string, message: RegExp, metrics: Readonly<Record<string, Points>> = {}): void {
  assert.throws(
    () => calculate(expression, metrics),
    (error) => error instanceof AwsError && error.code === 'ValidationException' && message.test(error.message),
    expression,
  );
}

describe('metric math', () => {
  it('binds as usual', () => {
    for (const [expression, expected] of [
      ['1 + 2 * 3', 7],
      ['(1 + 2) * 3', 9],
      ['10 - 4 - 3', 3],
      ['2 ^ 3 ^ 2', 512],
      ['-2 ^ 2', -4],
      ['8 / 2 / 2', 2],
      ['2 ^ -1', 0.5],
      ['1 + 1 == 2 AND 3 > 2', 1],
      ['0 && 0 || 1', 1],
      ['1 OR 0 AND 0', 1],
      ['5 != 5', 0],
      ['.5 * 4', 2],
      ['3 <= 3', 1],
    ] as const) {
      assert.equal(calculate(expression), expected, expression);
    }
  });

  it('takes a missing value for 0 beside one that is there', () => {
    assert.deepEqual(points('m1 + m2', { m1: [1, _, _], m2: [2, 3, _] }), [3, 3, _]);
    assert.deepEqual(points('m1 - m2', { m1: [1, _, 4], m2: [_, 3, 1] }), [1, -3, 3]);
    assert.deepEqual(points('5 - m1', { m1: [1, _] }), [4, _]);
  });

  it('drops a point that would be divided by 0', () => {
    assert.deepEqual(points('m1 / m2', { m1: [1, 4, 0], m2: [_, 2, 0] }), [_, 2, _]);
  });

  // "Comparison and logical operators": the values and outputs of the table.
  const compared = { metric1: [30, 20, 0, 0], metric2: [20, _, 20, _] };
  for (const [expression, expected] of [
    ['(metric1 < metric2)', [0, 0, 1, 0]],
    ['(metric1 >= 30)', [1, 0, 0, 0]],
    ['(metric1 > 15 AND metric2 > 15)', [1, 0, 0, 0]],
  ] as const) {
    it(`compares as documented: ${expression}`, () => assert.deepEqual(points(expression, compared), expected));
  }

  // "Using IF expressions": the values and outputs of the tables.
  const chosen = { metric1: [1, 1, 0, 0, _], metric2: [30, _, 0, 0, 30], metric3: [0, 0, 20, _, 20] };
  for (const [expression, expected] of [
    ['IF(metric1, metric2, metric3)', [30, 0, 20, _, _]],
    ['IF(metric1, 5, metric3)', [5, 5, 20, _, _]],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, _]],
    ['IF(metric1, metric2)', [30, 0, _, _, _]],
    ['IF(1, metric2)', [30, _, 0, 0, 30]],
    ['IF(0, metric2)', [_, _, _, _, _]],
    ['IF(metric2 < 20, 10, 2)', [2, _, 10, 10, 2]],
  ] as const) {
    it(`chooses as documented: ${expression}`, () => assert.deepEqual(points(expression, chosen), expected));
  }

  const sparse = { m1: [_, 2, _, _, 8, _] };
  for (const [expression, expected] of [
    ['FILL(m1, 0)', [0, 2, 0, 0, 8, 0]],
    ['FILL(m1, REPEAT)', [_, 2, 2, 2, 8, 8]],
    ['FILL(m1, LINEAR)', [_, 2, 4, 6, 8, _]],
    ['FILL(m1, MIN(m1))', [2, 2, 2, 2, 8, 2]],
    ['FILL(m1, TIME_SERIES(1))', [1, 2, 1, 1, 8, 1]],
    ['DIFF(m1)', [_, _, _, _, 6, _]],
    ['RATE(m1)', [_, _, _, _, 6 / 180, _]],
    ['RUNNING_SUM(m1)', [_, 2, _, _, 10, _]],
    ['m1 / PERIOD(m1)', [_, 2 / 60, _, _, 8 / 60, _]],
    ['m1 - AVG(m1)', [_, 2 - 10 / 6, _, _, 8 - 10 / 6, _]],
    ['m1 * DATAPOINT_COUNT(m1)', [_, 4, _, _, 16, _]],
    ['m1 / MAX(m1)', [_, 0.25, _, _, 1, _]],
    ['SUM(m1) / m1', [_, 5, _, _, 1.25, _]],
  ] as const) {
    it(`carries out ${expression}`, () => assert.deepEqual(points(expression, sparse), expected));
  }

  it('rounds and takes absolute values', () => {
    assert.deepEqual(points('ABS(m1)', { m1: [-1.5, 2, _] }), [1.5, 2, _]);
    assert.deepEqual(points('CEIL(m1)', { m1: [-1.5, 2.1] }), [-1, 3]);
    assert.deepEqual(points('FLOOR(m1)', { m1: [-1.5, 2.1] }), [-2, 2]);
  });

  it('makes one series of an array', () => {
    const metrics = { errors: [1, _, _], requests: [4, 5, _], other: [10, 1, _] };
    assert.deepEqual(points('SUM(METRICS())', metrics), [15, 6, _]);
    assert.deepEqual(points('AVG([errors, requests])', metrics), [2.5, 2.5, _]);
    assert.deepEqual(points('MAX([errors, other])', metrics), [10, 1, _]);
    assert.deepEqual(points('MIN([errors, other])', metrics), [1, 1, _]);
    assert.deepEqual(points('DATAPOINT_COUNT(METRICS())', metrics), [3, 2, _]);
    assert.deepEqual(points('SUM([METRICS("err"), METRICS("req")])', metrics), [5, 5, _]);
    assert.deepEqual(points("SUM(METRICS('err')) / SUM(METRICS('req')) * 100", metrics), [25, 0, _]);
  });

  it('operates on each series of an array', () => {
    const metrics = { m1: [1, 2], m2: [10, _] };
    for (const expression of ['METRICS() * 2', '2 * METRICS()', '[m1, m2] + [m1, m2]', 'METRICS() + METRICS()']) {
      assert.deepEqual(
        calculate(expression, metrics),
        [
          { label: 'm1', points: [2, 4] },
          { label: 'm2', points: [20, _] },
        ],
        expression,
      );
    }
    assert.deepEqual(points('SUM(100 / [m1, m2])', metrics), [110, 50]);
    refused('[m1] + [m1, m2]', /different lengths/, metrics);
  });

  it('refuses by name the functions it does not carry out', () => {
    refused('SEARCH("{App,Host} x", "Sum")', /doesn't carry out the function SEARCH/);
    refused('ANOMALY_DETECTION_BAND(m1)', /ANOMALY_DETECTION_BAND/, { m1: [1] });
    refused('toString(m1)', /"\(" is not expected/, { m1: [1] });
    refused('TOSTRING(1)', /TOSTRING/);
  });

  it('refuses what is no expression', () => {
    for (const expression of ['', '1 +', '(1', 'SUM(1', '1 2', 'm1 @ 2', '[1', '* 2', 'SUM(,)', '"a']) {
      refused(expression, /Invalid metric math expression/, { m1: [1] });
    }
  });

  it('refuses parameters that a function does not take', () => {
    const metrics = { m1: [1, 2] };
    refused('SUM(5)', /SUM takes a time series/, metrics);
    refused('ABS(5)', /ABS takes a time series/, metrics);
    refused('SUM(m1, m1)', /SUM takes one parameter/, metrics);
    refused('IF(m1)', /IF takes a condition/, metrics);
    refused('IF(METRICS(), 1, 0)', /IF takes numbers and single time series/, metrics);
    refused('FILL(m1)', /FILL takes two parameters/, metrics);
    refused('FILL(m1, NEAREST)', /not NEAREST/, metrics);
    refused('FILL(m1, METRICS())', /single time series/, metrics);
    refused('TIME_SERIES(m1)', /TIME_SERIES takes a number/, metrics);
    refused('PERIOD(m1 + m1)', /PERIOD takes the id of a metric/, metrics);
    refused('METRICS(m1)', /METRICS takes one text/, metrics);
    refused('[1, 2]', /An array holds time series/, metrics);
    refused('m1 + "text"', /"text" is not expected/, metrics);
    refused('m1 + REPEAT', /REPEAT is neither/, metrics);
  });
});
