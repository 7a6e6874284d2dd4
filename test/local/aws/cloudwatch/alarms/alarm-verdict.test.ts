import assert from 'node:assert/strict';
import { type MissingData, type State, verdict } from '../../../../../local/aws/cloudwatch/alarms/verdict.ts';

/** The state for points written as AWS writes them: 0 within the threshold, X breaching, - missing, newest right. */
function stateOf(
  points: string,
  missing: MissingData,
  outOf: { readonly m: number; readonly n: number },
  current: State,
) {
  const values = { 0: 0, X: 10, '-': undefined };
  const range = points.split(' ').map((point, index) => ({
    at: index * 60_000,
    value: values[point as keyof typeof values],
  }));
  const rule = {
    comparison: 'GreaterThanThreshold',
    threshold: 5,
    evaluationPeriods: outOf.n,
    datapointsToAlarm: outOf.m,
    treatMissingData: missing,
  } as const;
  return verdict(range, rule, current).state;
}

const treatments = ['missing', 'ignore', 'breaching', 'notBreaching'] as const;
const states = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const;

/** `retain` is the state the alarm was in. */
type Expected = State | 'retain';
type Row = readonly [string, Expected, Expected, Expected, Expected];

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html, both tables.
const tables: readonly { readonly m: number; readonly rows: readonly Row[] }[] = [
  {
    m: 3,
    rows: [
      ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
      ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
      ['- - - - -', 'INSUFFICIENT_DATA', 'retain', 'ALARM', 'OK'],
      ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['- - X - -', 'ALARM', 'retain', 'ALARM', 'OK'],
    ],
  },
  {
    m: 2,
    rows: [
      ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
      ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
      ['- - - X -', 'ALARM', 'retain', 'ALARM', 'OK'],
    ],
  },
];

describe('the verdict on an alarm', () => {
  for (const { m, rows } of tables) {
    for (const [points, ...expected] of rows) {
      for (const [index, missing] of treatments.entries()) {
        it(`is ${expected[index]} for ${points}, ${m} out of 3, missing data ${missing}`, () => {
          for (const current of states) {
            const wanted = expected[index] === 'retain' ? current : expected[index];
            assert.equal(stateOf(points, missing, { m, n: 3 }, current), wanted);
          }
        });
      }
    }
  }

  // "Avoiding premature transitions to alarm state" of the same page.
  for (const points of ['- - - - X', '- - - X -']) {
    it(`does not go into alarm at once for ${points}, 3 out of 3`, () => {
      for (const current of states) assert.equal(stateOf(points, 'missing', { m: 3, n: 3 }, current), current);
    });
  }

  for (const points of ['- - - X 0', '- - X - 0']) {
    it(`is OK when a point within the threshold follows: ${points}`, () => {
      assert.equal(stateOf(points, 'missing', { m: 3, n: 3 }, 'INSUFFICIENT_DATA'), 'OK');
    });
  }

  // "Evaluating an alarm": threshold 3, three out of three, the values of the figure's ten periods.
  it('follows the figure of three out of three', () => {
    const values = [2, 2, 4, 5, 4, 2, 2, 2, 4, 2];
    const rule = {
      comparison: 'GreaterThanThreshold',
      threshold: 3,
      evaluationPeriods: 3,
      datapointsToAlarm: 3,
      treatMissingData: 'missing',
    } as const;
    const after = (period: number) =>
      verdict(
        values.slice(0, period).map((value, index) => ({ at: index, value })),
        rule,
        'OK',
      ).state;
    assert.deepEqual([4, 5, 6, 9, 10].map(after), ['OK', 'ALARM', 'OK', 'OK', 'OK']);
  });

  it('compares in four ways', () => {
    for (const [comparison, atThreshold, above, below] of [
      ['GreaterThanThreshold', 'OK', 'ALARM', 'OK'],
      ['GreaterThanOrEqualToThreshold', 'ALARM', 'ALARM', 'OK'],
      ['LessThanThreshold', 'OK', 'OK', 'ALARM'],
      ['LessThanOrEqualToThreshold', 'ALARM', 'OK', 'ALARM'],
    ] as const) {
      const rule = {
        comparison,
        threshold: 5,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: 'missing',
      } as const;
      const states = [5, 6, 4].map((value) => verdict([{ at: 0, value }], rule, 'OK').state);
      assert.deepEqual(states, [atThreshold, above, below], comparison);
    }
  });
});
