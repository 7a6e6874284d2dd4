import assert from 'node:assert/strict';
import type { AlarmInput } from '../../../local/index.ts';
import type { Expected } from '../../../trials/drills/drill.ts';
import { mutantsOf } from '../../../trials/drills/mutation/mutants.ts';
import { noticed } from '../../../trials/drills/mutation/noticed.ts';
import { outcomesOf, unnoticed } from '../../../trials/drills/mutation/report.ts';
import { alarm, arnOf, composite } from '../../local/aws/cloudwatch/alarms/alarm-declarations.ts';

const page = 'arn:aws:sns:us-east-1:123456789012:page';
const minuteMs = 60_000;
const from = Date.parse('2026-07-10T12:00:00Z');

const each = { EvaluationPeriods: 1, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' } as const;
const declared = {
  metric: [alarm('failing', { ...each, MetricName: 'Failures' }), alarm('slow', { ...each, MetricName: 'Latency' })],
  composite: [
    composite('page_failing', 'ALARM("failing")', { AlarmActions: [page] }),
    composite('page_slow', 'ALARM("slow")', {
      AlarmActions: [page],
      ActionsSuppressor: arnOf('page_failing'),
      ActionsSuppressorWaitPeriod: 60,
      ActionsSuppressorExtensionPeriod: 60,
    }),
    composite('holding', 'ALARM("failing") OR ALARM("slow")'),
  ],
};

describe('alarms that are changed', () => {
  const mutants = mutantsOf(declared);
  const changed = (name: string, change: string) => {
    const mutant = mutants.find((one) => one.alarm === name && one.change === change);
    assert(mutant);
    return mutant.declared;
  };

  it('are each changed in every way that they can be', () => {
    assert.deepEqual(
      mutants.map(({ alarm, change }) => `${alarm} ${change}`),
      [
        'failing taken out',
        'failing doubled',
        'slow taken out',
        'slow doubled',
        'page_failing silenced',
        'page_slow silenced',
        'page_slow not held back',
        'holding taken out',
      ],
    );
  });

  it('are in no rule when they are taken out', () => {
    const { metric, composite } = changed('failing', 'taken out');
    assert.deepEqual(
      [metric.map(({ AlarmName }) => AlarmName), composite.map(({ AlarmRule }) => AlarmRule)],
      [['slow'], ['FALSE', 'ALARM("slow")', 'FALSE OR ALARM("slow")']],
    );
  });

  it('have twice the threshold or, where they ring below it, twice the time', () => {
    const silent = alarm('silent', { ComparisonOperator: 'LessThanThreshold', Threshold: 1, EvaluationPeriods: 2 });
    const [, doubled] = mutantsOf({ metric: [silent], composite: [] });
    assert.deepEqual(changed('slow', 'doubled').metric[1]?.Threshold, 10);
    const { Threshold, EvaluationPeriods, DatapointsToAlarm } = doubled?.declared.metric[0] ?? {};
    assert.deepEqual([Threshold, EvaluationPeriods, DatapointsToAlarm], [1, 4, 4]);
  });

  it('have no action when they are silenced, and no suppressor when they are not held back', () => {
    assert.deepEqual(changed('page_slow', 'silenced').composite[1]?.AlarmActions, []);
    const { ActionsSuppressor, ActionsSuppressorWaitPeriod } = changed('page_slow', 'not held back').composite[1] ?? {};
    assert.deepEqual([ActionsSuppressor, ActionsSuppressorWaitPeriod], [undefined, undefined]);
  });
});

describe('what a drill notices', () => {
  /** From the third minute to the fifth; the thresholds are 5. */
  const happenings: readonly AlarmInput[] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((minute) => {
    const at = from + minute * minuteMs;
    const isFault = minute >= 2 && minute < 5;
    return [datum('Failures', isFault ? 7 : 0, at), datum('Latency', isFault ? 20 : 1, at)];
  });
  const expected: Expected = {
    rings: { failing: 2, slow: 2 },
    tells: { topic: 'page', alarm: 'page_failing', within: 2 },
    clears: 3,
  };
  const replayed = (of: Expected) =>
    noticed({
      expected: of,
      declared,
      happenings: [...happenings],
      from,
      calmAt: from,
      faultAt: from + 2 * minuteMs,
      to: from + 8 * minuteMs,
      shortName: (name) => name,
    });

  it('is every change but one that its fault is too large for, or that it does not need', async () => {
    const { problems, mutations } = await replayed(expected);

    assert.deepEqual(problems, []);
    const missed = mutations.filter(({ isNoticed }) => !isNoticed).map(({ alarm, change }) => `${alarm} ${change}`);
    assert.deepEqual(missed, ['slow doubled', 'page_slow silenced', 'holding taken out']);
  });

  it('is nothing when the alarms as they are do not do the same again', async () => {
    const { problems, mutations } = await replayed({ ...expected, rings: { failing: 2 } });

    assert.deepEqual(problems, ['when its metrics are replayed, slow rang after 1.0 min, and should not']);
    assert(mutations.every(({ isNoticed }) => !isNoticed));
  });

  it('counts when another drill notices it', () => {
    const drill = { what: '', rings: {}, clears: 0 };
    const slow = { alarm: 'slow', change: 'doubled' } as const;
    const failing = { alarm: 'failing', change: 'doubled' } as const;
    const outcomes = outcomesOf([
      {
        drill: { ...drill, name: 'one' },
        mutations: [
          { ...slow, isNoticed: false },
          { ...failing, isNoticed: false },
        ],
      },
      { drill: { ...drill, name: 'other' }, mutations: [{ ...slow, isNoticed: true }] },
    ]);

    assert.deepEqual(outcomes, [
      { ...slow, noticedBy: ['other'] },
      { ...failing, noticedBy: [] },
    ]);
    assert.deepEqual(unnoticed(outcomes), [{ ...failing, noticedBy: [] }]);
  });
});

function datum(name: string, value: number, at: number): AlarmInput {
  const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
  return { happenedAt: at + 1, datum: { metric: { namespace: 'App', name, dimensions: {} }, unit: 'None', at, set } };
}
