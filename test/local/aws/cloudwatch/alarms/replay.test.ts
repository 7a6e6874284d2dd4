import assert from 'node:assert/strict';
import { type AlarmInput, replayAlarms } from '../../../../../local/aws/cloudwatch/alarms/replay.ts';
import { alarm, arnOf, composite, topic } from './alarm-declarations.ts';

const minuteMs = 60_000;
const from = Date.parse('2026-07-10T12:00:00Z');
const once = { EvaluationPeriods: 1, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' } as const;

describe('a replay of what alarms had to go by', () => {
  const above = {
    metric: [alarm('old', once)],
    composite: [composite('page', 'ALARM(old)', { AlarmActions: [topic] })],
  };
  const told = (happenings: readonly AlarmInput[], ...declared: (typeof above)[]) =>
    replayAlarms(declared, happenings, from, from + 5 * minuteMs).map(({ told }) =>
      told.map(({ topic, alarm, at }) => [topic, alarm, (at - from) / minuteMs]),
    );

  it('tells what alarms tell, at the minute that they do', () => {
    assert.deepEqual(told([age(7, 1.5)], above), [[[topic, arnOf('page'), 2]]]);
  });

  it('has several sets of alarms side by side', () => {
    const higher = { ...above, metric: [alarm('old', { ...once, Threshold: 10 })] };
    assert.deepEqual(told([age(7, 1.5), age(11, 3.5)], above, higher), [
      [[topic, arnOf('page'), 2]],
      [[topic, arnOf('page'), 4]],
    ]);
  });

  it('shows nothing before it came', () => {
    assert.deepEqual(told([age(7, 1.5, 2.5)], above), [[[topic, arnOf('page'), 3]]]);
  });

  it('mutes alarms as they were muted, and until then', () => {
    const muteRule = {
      name: 'rule',
      schedule: { Expression: '', Duration: '' },
      window: { from, to: from + 4 * minuteMs },
      targets: ['page'],
      updatedAt: from,
    };
    assert.deepEqual(
      told([{ happenedAt: from + minuteMs / 2, muteRule }, age(7, 1.5), age(7, 2.5), age(7, 3.5)], above),
      [[[topic, arnOf('page'), 4]]],
    );
  });
});

function age(value: number, atMinute: number, happenedMinute = atMinute): AlarmInput {
  const at = from + atMinute * minuteMs;
  const set = { sampleCount: 1, sum: value, minimum: value, maximum: value };
  const metric = { namespace: 'App', name: 'Age', dimensions: {} };
  return { happenedAt: from + happenedMinute * minuteMs, datum: { metric, unit: 'None', at, set } };
}
