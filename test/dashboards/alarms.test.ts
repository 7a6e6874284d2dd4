import assert from 'node:assert/strict';
import { type Alarm, alarmsOf } from '../../dashboards/alarms.ts';
import type { Objectives } from '../../dashboards/monitored.ts';
import { monitoredBy } from '../infra/monitored.ts';
import { dev, given } from '../infra/programs.ts';
import { large } from './stacks.ts';

const monitored = monitoredBy(given(dev));
const all: readonly Alarm[] = Object.values(alarmsOf(large)).flat();

describe('alarms', () => {
  it('take what CloudWatch takes: ten metrics at most, no SEARCH, a window of a day', () => {
    for (const { metrics, expression = '', periodSeconds, evaluationPeriods, section } of all) {
      assert.ok(Object.keys(metrics).length + (expression === '' ? 0 : 1) <= 10, section);
      assert.doesNotMatch(expression, /SEARCH|METRICS\(/, section);
      assert.ok(periodSeconds % 60 === 0 && periodSeconds * evaluationPeriods <= 86_400, section);
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

  it('go by percentiles and not by averages of time', () => {
    const stats = all.flatMap(({ metrics }) => Object.values(metrics).map(({ stat }) => stat));

    assert.ok(!stats.includes('Average'));
  });

  it('wait for a second data point wherever one alone may be chance or late', () => {
    const sections = all.filter(({ datapointsToAlarm }) => datapointsToAlarm === 1).map(({ section }) => section);

    assert.deepEqual(new Set(sections), new Set(['target-failures', 'dead-letters', 'parked-dead-letters']));
    for (const { datapointsToAlarm, evaluationPeriods } of all) assert.ok(datapointsToAlarm <= evaluationPeriods);
  });

  it('are told apart by their section and what it is of', () => {
    const names = all.map(({ section, of }) => [section, ...of].join('_'));

    assert.equal(new Set(names).size, names.length);
    // Ten of the stack, one a rule, one a target.
    assert.equal(names.length, 10 + 100 + 110);
  });

  it('say in a sentence what is wrong', () => {
    for (const { symptom } of all) assert.match(symptom, /^[A-Z].+\.$/);
  });

  it('follow the objectives and the cap', () => {
    const of = (objectives: Partial<Objectives>, reservedConcurrency = 10) =>
      alarmsOf({ ...monitored, reservedConcurrency, objectives: { ...monitored.objectives, ...objectives } });

    // 14.4 times the error budget: a fiftieth of a month's in an hour.
    assert.equal(of({ availability: 99.9 }).failingDeliveries.threshold, 1.44);
    assert.equal(of({ availability: 99.95 }).failingDeliveries.threshold, 0.72);
    assert.equal(of({ latencyMs: 700 }).slowAnswers.threshold, 700);
    assert.equal(of({ coldStartMs: 600 }).slowColdStarts.threshold, 600);
    assert.equal(of({}, 50).concurrencyNearCap.threshold, 40);
  });
});
