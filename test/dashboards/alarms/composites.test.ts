import assert from 'node:assert/strict';
import type { Alarm, CompositeAlarm } from '../../../dashboards/alarms/alarm.ts';
import { alarmsOf, listed } from '../../../dashboards/alarms/alarms.ts';
import { ofType } from '../../../local/index.ts';
import { childrenOf } from '../../infra/expectations/alarms.ts';
import { graphOf, large as largeConfiguration, long } from '../../infra/programs.ts';
import { large } from '../stacks.ts';

const alarms = alarmsOf(large);
const { metric, composite } = listed(alarms);
const telling = composite.filter(({ severity }) => severity !== undefined);
const sections = (severity: string) => [
  ...new Set(telling.filter((each) => each.severity === severity).map(({ section }) => section)),
];

describe('composite alarms', function () {
  this.timeout(180_000);
  it('call a person for what senders or consumers lose now', () => {
    assert.deepEqual(sections('page'), [
      'failing-deliveries',
      'parked-deliveries',
      'slow-answers',
      'missed-rotation',
      'stale-deliveries',
      'silent-sources',
    ]);
  });

  it('write a ticket for what waits for the morning', () => {
    assert.deepEqual(sections('ticket'), [
      'spent-budget',
      'publish-retries',
      'parked-dead-letters',
      'target-failures',
      'wrong-signatures',
      'refused-sources',
      'secret-fetch-failures',
      'old-secrets',
      'concurrency-near-cap',
      'slow-cold-starts',
      'lost-telemetry',
    ]);
  });

  it('tell of every alarm on metrics, once each', () => {
    const told = telling.flatMap(({ rule }) => childrenOf(rule));

    assert.deepEqual(new Set(told), new Set(metric));
    assert.equal(new Set(told).size, told.length);
  });

  it('page for failures when both windows of a pair burn, or anything that loses deliveries at once', () => {
    const { failingDeliveries } = alarms.composite;

    const { fastLong, fastShort, slowLong, slowShort, ...others } = alarms.metric;
    assert.deepEqual(failingDeliveries.rule, {
      any: [
        { all: [{ alarm: fastLong }, { alarm: fastShort }] },
        { all: [{ alarm: slowLong }, { alarm: slowShort }] },
        { alarm: others.functionErrors },
        { alarm: others.timeouts },
        { alarm: others.failedInits },
        { alarm: others.throttledDeliveries },
      ],
    });
    assert.deepEqual(alarms.composite.spentBudget.rule, {
      all: [{ alarm: others.budgetLong }, { alarm: others.budgetShort }],
    });
  });

  it('are one for each rule whose target fails, with its dead letters', () => {
    for (const { qualifiers, rule } of alarms.composite.targetFailures) {
      const [name] = qualifiers;
      assert.ok(childrenOf(rule).every((child) => child.qualifiers[0] === name));
    }
    assert.deepEqual(
      alarms.composite.targetFailures.map(({ qualifiers: [name] }) => name),
      large.rules.map(({ name }) => name),
    );
  });

  it('are none where there is nothing to tell: no source that should speak, no age for secrets', () => {
    const quiet = alarmsOf({
      ...large,
      sources: [{ name: 'free', expectedEveryMinutes: undefined }],
      thresholds: { ...large.thresholds, secretDays: 0 },
    });

    const had = new Set(listed(quiet).composite.map(({ section }) => section));
    assert.ok(!had.has('silent-sources') && !had.has('old-secrets'));
  });

  it('follow from nothing that follows from them, by rule or by suppression', () => {
    for (const alarm of composite) {
      assert.ok(![...causesOf(alarm)].includes(alarm), `${alarm.section} ${alarm.qualifiers}`);
    }
  });

  describe('hold messages back', () => {
    it('of pages that follow from failing or parked deliveries, in that order', () => {
      const { failingDeliveries, parkedDeliveries, slowAnswers } = alarms.composite;
      assert.equal(failingDeliveries.suppression, undefined);
      assert.deepEqual(heldBackBy(parkedDeliveries), [failingDeliveries]);
      assert.deepEqual(heldBackBy(slowAnswers), [failingDeliveries, parkedDeliveries]);
      const silentSources = telling.filter(({ section }) => section === 'silent-sources');
      assert.deepEqual(silentSources.map(heldBackBy), [[failingDeliveries]]);
    });

    it('of no page whose fault is its own', () => {
      const { missedRotation, staleDeliveries } = alarms.composite;
      assert.deepEqual([missedRotation.suppression, staleDeliveries.suppression], [undefined, undefined]);
    });

    it('of tickets while a page rings but that of a silent source, and of a spent budget for as long as its window sees why', () => {
      const pages = telling.filter(({ severity, section }) => severity === 'page' && section !== 'silent-sources');
      const { spentBudget } = alarms.composite;
      for (const ticket of telling.filter(({ severity }) => severity === 'ticket')) {
        const more = ticket === spentBudget ? [alarms.metric.slowLong] : [];
        assert.deepEqual(heldBackBy(ticket), [...pages, ...more]);
      }
    });

    it('long enough for alarms to settle before, and for their windows after', () => {
      const { slowAnswers, spentBudget, slowColdStarts } = alarms.composite;
      const times = [slowAnswers, spentBudget, slowColdStarts].map(({ suppression }) => [
        suppression?.waitSeconds,
        suppression?.extensionSeconds,
      ]);
      assert.deepEqual(times, [
        [180, 5 * 300 + 300],
        [180, 6 * 3_600 + 300],
        [180, 3 * 3_600 + 300],
      ]);
    });
  });
});

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html */
describe('alarms in AWS', function () {
  this.timeout(180_000);
  for (const [stack, configuration] of [
    ['a stack with long names', long],
    ['the largest stack', largeConfiguration],
  ] as const) {
    it(`have names of their own, and descriptions and rules that fit, of ${stack}`, async () => {
      const graph = await graphOf(configuration);
      const composites = ofType(graph, 'aws:cloudwatch/compositeAlarm:CompositeAlarm').map(({ inputs }) => inputs);
      const metrics = ofType(graph, 'aws:cloudwatch/metricAlarm:MetricAlarm').map(({ inputs }) => inputs);
      const names = [...composites.map(({ alarmName }) => alarmName), ...metrics.map(({ name }) => name)].map(String);

      assert.equal(new Set(names).size, names.length);
      for (const name of names) assert.ok(name.length <= 255, name);
      for (const { alarmDescription } of [...composites, ...metrics]) {
        assert.ok(String(alarmDescription).length <= 1_024, `${String(alarmDescription).length}: ${alarmDescription}`);
      }
      for (const { alarmRule } of composites) {
        const children = String(alarmRule).match(/ALARM\("[^"]+"\)/g) ?? [];
        assert.ok(children.length > 0 && children.length <= 100, String(alarmRule));
        assert.ok(String(alarmRule).length <= 10_240, String(alarmRule));
        for (const child of children) assert.ok(names.includes(child.slice('ALARM("'.length, -2)), child);
      }
    });
  }
});

/** Whose alarm holds the message of this one back, the composites that only do that left out. */
function heldBackBy({ suppression }: CompositeAlarm): readonly Alarm[] {
  const by = suppression?.by ?? assert.fail('nothing holds it back');
  return by.severity === undefined ? childrenOf(by.rule) : [by];
}

/** All that decides whether it rings and whether it tells anyone. */
function causesOf(alarm: CompositeAlarm): ReadonlySet<Alarm> {
  const found = new Set<Alarm>();
  const look = (at: Alarm) => {
    if (found.has(at)) return;
    found.add(at);
    if (!('rule' in at)) return;
    childrenOf(at.rule).forEach(look);
    if (at.suppression) look(at.suppression.by);
  };
  childrenOf(alarm.rule).forEach(look);
  if (alarm.suppression) look(alarm.suppression.by);
  return found;
}
