import assert from 'node:assert/strict';
import { metrics, namespace } from '../../function/signals.ts';
import { type AlarmDeclarations, type AlarmInput, metricAlarmsOf, replayAlarms } from '../../local/index.ts';
import { physical } from '../infra/expectations/expectation.ts';
import { dev, given, graphOf, setting } from '../infra/programs.ts';

const configuration = setting(dev, {
  sources: [
    { name: 'busy', scheme: 'momento' },
    { name: 'quiet', scheme: 'momento' },
  ],
});
const service = physical(given(configuration));
const minuteMs = 60_000;
const from = Date.parse('2026-07-10T12:00:00Z');

type Outcome = 'published' | 'parked' | 'duplicate' | 'refused';

describe('alarms on sources of which everything is refused', () => {
  let declared: AlarmDeclarations;
  before(async () => {
    const metric = metricAlarmsOf(await graphOf(configuration));
    declared = { metric: metric.filter(({ AlarmName }) => AlarmName.includes('refused-sources')), composite: [] };
  });

  /** When which alarm was found in which state, in minutes, of deliveries that came at these minutes. */
  const states = (...deliveries: readonly AlarmInput[][]) => {
    const happenings = deliveries.flat().sort((one, other) => one.happenedAt - other.happenedAt);
    const [replayed] = replayAlarms([declared], happenings, from, from + 240 * minuteMs);
    return (replayed?.history ?? [])
      .filter(({ summary }) => summary.endsWith('to ALARM') || summary.startsWith('Alarm updated from ALARM'))
      .map(({ alarmName, at, summary }) => [
        alarmName.replace(`${service}_refused-sources_`, ''),
        summary.split(' ').at(-1),
        (at - from) / minuteMs,
      ]);
  };

  it('ring for one of several when none of it has been taken for an hour and five were refused, whatever others say', () => {
    const busy = of('busy', 'published', every(1, 0, 240));

    assert.deepEqual(states(busy, of('quiet', 'published', [9]), of('quiet', 'refused', every(9, 18, 240))), [
      // The minute of the last that was taken is the first that has left the hour.
      ['quiet', 'ALARM', 70],
    ]);
  });

  for (const outcome of ['published', 'parked', 'duplicate'] as const) {
    it(`are quiet when a delivery of the source is taken: ${outcome}`, () => {
      assert.deepEqual(states(of('quiet', 'refused', every(9, 0, 240)), of('quiet', outcome, [100])), [
        ['quiet', 'ALARM', 37],
        ['quiet', 'OK', 101],
        ['quiet', 'ALARM', 161],
      ]);
    });
  }

  it('are quiet when nothing comes of the source, by the time that fewer than five are left in the hour', () => {
    assert.deepEqual(states(of('quiet', 'refused', [0, 9, 18, 27, 36])), [
      ['quiet', 'ALARM', 37],
      ['quiet', 'OK', 61],
    ]);
  });

  it('take fewer than five in an hour for strangers, and paths of no source for nothing', () => {
    assert.deepEqual(states(of('quiet', 'refused', every(15, 0, 240)), of('none', 'refused', every(1, 0, 240))), []);
  });
});

/** Deliveries of a source that end so, half a minute after those minutes began. */
function of(source: string, outcome: Outcome, minutes: readonly number[]): AlarmInput[] {
  const { name, unit } = metrics[outcome];
  const set = { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 };
  return minutes.map((minute) => {
    const at = from + (minute + 0.5) * minuteMs;
    return { happenedAt: at, datum: { metric: { namespace, name, dimensions: { service, source } }, unit, at, set } };
  });
}

function every(step: number, first: number, end: number): readonly number[] {
  return Array.from({ length: Math.ceil((end - first) / step) }, (_, index) => first + index * step);
}
