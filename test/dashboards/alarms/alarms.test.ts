import assert from 'node:assert/strict';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import type { Objectives, Thresholds } from '../../../dashboards/alarms/thresholds.ts';
import type { Monitored } from '../../../dashboards/monitored.ts';
import { monitoredBy } from '../../infra/monitoring/monitored.ts';
import { dev, given } from '../../infra/programs.ts';
import { large } from '../stacks.ts';

const monitored = monitoredBy(given(dev));
const { metric } = alarmsOf(monitored);
const all = listed(alarmsOf(large)).metric;
const hour = 3_600;
const day = 24 * hour;

describe('alarms on metrics', () => {
  /** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
  it('take what CloudWatch takes: ten metrics at most, no SEARCH, a day of periods, or a week of hours', () => {
    for (const { metrics, expression = '', periodSeconds, evaluationPeriods, section } of all) {
      assert.ok(Object.keys(metrics).length + (expression === '' ? 0 : 1) <= 10, section);
      assert.doesNotMatch(expression, /SEARCH|METRICS\(/, section);
      assert.equal(periodSeconds % 60, 0, section);
      assert.ok(periodSeconds * evaluationPeriods <= (periodSeconds < hour ? day : 7 * day), section);
    }
  });

  it('watch one metric as it is, or several by an expression that names each', () => {
    for (const { metrics, expression, section } of all) {
      const ids = Object.keys(metrics);
      if (expression === undefined) assert.equal(ids.length, 1, section);
      else assert.deepEqual([...new Set(expression.match(/\b[a-z]\w*/g))].sort(), ids.sort(), section);
    }
  });

  it('never fill a denominator: filled, an expression has a value at every time, and its alarm sticks', () => {
    for (const { expression = '', section } of all) assert.doesNotMatch(expression, /\/ *\(?FILL/, section);
  });

  it('count silence in the period that it is in, and not when all that CloudWatch looks back over is silent', () => {
    const silent = all.filter(({ treatMissingData }) => treatMissingData === 'breaching');

    assert.deepEqual([...new Set(silent.map(({ expression }) => expression))], ['FILL(deliveries, 0)']);
  });

  it('go by percentiles and not by averages of time', () => {
    const stats = all.flatMap(({ metrics }) => Object.values(metrics).map(({ stat }) => stat));

    assert.ok(!stats.includes('Average'));
  });

  it('wait for a second data point, but where one is a window of its own, or each is one too many', () => {
    const sections = all.filter(({ datapointsToAlarm }) => datapointsToAlarm === 1).map(({ section }) => section);

    assert.deepEqual(
      new Set(sections),
      new Set([
        'failing-deliveries',
        'spent-budget',
        'refused-sources',
        'silent-sources',
        'target-failures',
        'dead-letters',
        'parked-dead-letters',
        'old-secrets',
      ]),
    );
    for (const { datapointsToAlarm, evaluationPeriods } of all) assert.ok(datapointsToAlarm <= evaluationPeriods);
  });

  it('take no data for good, but where silence is the fault or changes nothing', () => {
    const missing = (value: string) =>
      new Set(all.filter((alarm) => alarm.treatMissingData === value).map(({ section }) => section));

    assert.deepEqual(missing('breaching'), new Set(['silent-sources']));
    assert.deepEqual(missing('ignore'), new Set(['old-secrets']));
  });

  it('are told apart by their section and what it is of', () => {
    const names = all.map(({ section, qualifiers }) => [section, ...qualifiers].join('_'));

    assert.equal(new Set(names).size, names.length);
    // 23 of the stack, one a rule, one a target, and three a source: when it is refused, when it is silent, and when its
    // secret is old.
    assert.equal(names.length, 23 + 100 + 200 + 3 * 15);
  });

  it('say in a sentence what is wrong, and what to look at first', () => {
    for (const { symptom, lookFirstAt } of all) {
      assert.match(symptom, /^[A-Z].+\.$/);
      assert.match(lookFirstAt, /^[a-zA-Z].+[^.]$/);
    }
  });

  describe('burn rates', () => {
    const burns = {
      '1 h': [metric.fastLong, hour, 14.4],
      '5 m': [metric.fastShort, hour / 12, 14.4],
      '6 h': [metric.slowLong, 6 * hour, 6],
      '30 m': [metric.slowShort, hour / 2, 6],
      '3 d': [metric.budgetLong, 3 * day, 1],
      '6 h of the ticket': [metric.budgetShort, 6 * hour, 1],
    } as const;
    for (const [window, [alarm, seconds, rate]] of Object.entries(burns)) {
      it(`ring over ${window} at ${rate} times the error budget`, () => {
        assert.deepEqual([alarm.periodSeconds, alarm.evaluationPeriods], [seconds, 1]);
        // 100 % less the 99.9 % of the objective.
        assert.equal(alarm.threshold, Math.round(rate * 0.1 * 100) / 100);
      });
    }

    it('watch the same rate of requests that failed or were turned away', () => {
      assert.equal(new Set(Object.values(burns).map(([{ expression }]) => expression)).size, 1);
      assert.equal(
        metric.fastLong.expression,
        'IF(FILL(failed, 0) + FILL(throttled, 0) >= 2, 100 * (FILL(failed, 0) + FILL(throttled, 0)) / requests, 0)',
      );
    });
  });

  describe('follow the settings:', () => {
    const of = (changes: Partial<Monitored>) => alarmsOf({ ...monitored, ...changes }).metric;
    const ofObjectives = (objectives: Partial<Objectives>) =>
      of({ objectives: { ...monitored.objectives, ...objectives } });
    const ofThresholds = (thresholds: Partial<Thresholds>) =>
      of({ thresholds: { ...monitored.thresholds, ...thresholds } });

    it('the objectives', () => {
      assert.equal(ofObjectives({ availability: 99.95 }).fastShort.threshold, 0.72);
      assert.equal(ofObjectives({ availability: 99.999 }).budgetLong.threshold, 0.001);
      assert.equal(ofObjectives({ latencyMs: 700 }).slowAnswers.threshold, 700);
      assert.equal(ofObjectives({ coldStartMs: 600 }).slowColdStarts.threshold, 600);
    });

    it('the cap', () => {
      const at = (changes: Partial<Monitored>) => of(changes).concurrencyNearCap.map(({ threshold }) => threshold);
      assert.deepEqual(at({ reservedConcurrency: 50 }), [40]);
      const thresholds = { ...monitored.thresholds, concurrencyPercent: 60 };
      assert.deepEqual(at({ reservedConcurrency: 10, thresholds }), [6]);
      assert.deepEqual(at({ reservedConcurrency: 1 }), [1]);
    });

    it('the cap, with no alarm that is near it where nothing is reserved', () => {
      const { metric, composite } = listed(alarmsOf({ ...monitored, reservedConcurrency: -1 }));

      const near = [...metric, ...composite].filter(({ section }) => section === 'concurrency-near-cap');
      assert.deepEqual(near, []);
    });

    it('each threshold', () => {
      const burnRates = { pageFast: 10, pageSlow: 5, ticket: 2 };
      const { fastLong, fastShort, slowLong, slowShort, budgetLong, budgetShort } = ofThresholds({ burnRates });
      assert.deepEqual([fastLong.threshold, fastShort.threshold], [1, 1]);
      assert.deepEqual([slowLong.threshold, slowShort.threshold], [0.5, 0.5]);
      assert.deepEqual([budgetLong.threshold, budgetShort.threshold], [0.2, 0.2]);
      assert.equal(ofThresholds({ parkedPercent: 7 }).publishFailures.threshold, 7);
      assert.equal(ofThresholds({ retriedPercent: 7 }).publishRetries.threshold, 7);
      assert.equal(ofThresholds({ missedRotationPercent: 70 }).missedRotation.threshold, 70);
      assert.equal(ofThresholds({ wrongSignaturePercent: 7 }).wrongSignatures.threshold, 7);
      assert.equal(ofThresholds({ stalePercent: 7 }).staleDeliveries.threshold, 7);
      assert.equal(ofThresholds({ refusedOfSource: 7 }).refusedSources[0]?.threshold, 7);
      const { parkedDeliveries } = ofThresholds({ parkedMinutes: 7 });
      const { periodSeconds, datapointsToAlarm, evaluationPeriods } = parkedDeliveries;
      assert.deepEqual([periodSeconds, datapointsToAlarm, evaluationPeriods], [60, 7, 7]);
    });

    it('the age of secrets, one alarm a source, and none where they may become as old as they do', () => {
      assert.deepEqual(
        ofThresholds({ secretDays: 7 }).oldSecrets.map(({ qualifiers, threshold }) => [qualifiers, threshold]),
        [[['momento'], 7]],
      );
      assert.deepEqual(ofThresholds({ secretDays: 0 }).oldSecrets, []);
    });

    it('how often a source should speak', () => {
      const sources = [
        { name: 'chatty', expectedEveryMinutes: 5 },
        { name: 'free', expectedEveryMinutes: undefined },
        { name: 'weekly', expectedEveryMinutes: 10_080 },
      ];

      const { silentSources } = of({ sources });

      assert.deepEqual(
        silentSources.map(({ qualifiers, periodSeconds, evaluationPeriods }) => [
          qualifiers,
          periodSeconds,
          evaluationPeriods,
        ]),
        [
          [['chatty'], 300, 1],
          [['weekly'], 604_800, 1],
        ],
      );
    });
  });
});
