import assert from 'node:assert/strict';
import { dollarsPerBilledMs } from '../../dashboards/cost.ts';
import { overLog, savedQueries } from '../../dashboards/queries.ts';
import { coldStartLogKeys, logKeys } from '../../function/signals.ts';
import { monitoredBy } from '../infra/monitoring/monitored.ts';
import { dev, given } from '../infra/programs.ts';
import { widgetsOf } from './drawn.ts';
import { drawn } from './stacks.ts';

const monitored = monitoredBy(given(dev));
const queries = savedQueries(monitored);

/** Beside the function's own keys: Powertools', Logs Insights', and those of Lambda's report. */
const otherFields = [
  'message',
  'level',
  'cold_start',
  'xray_trace_id',
  'type',
  'record.status',
  'record.errorType',
  'record.metrics.billedDurationMs',
  'record.metrics.initDurationMs',
  'record.metrics.maxMemoryUsedMB',
  'record.metrics.memorySizeMB',
];

describe('queries over the log', () => {
  for (const [name, query] of Object.entries(queries)) {
    it(`name fields that lines have: ${name}`, () => {
      const known = new Set<string>([...Object.values(logKeys), ...Object.values(coldStartLogKeys), ...otherFields]);
      const words = query.replaceAll(/"[^"]*"|@\w+/g, '').match(/[a-z][\w.]*/gi) ?? [];
      const named = words.filter((word) => !commands.has(word));

      const made = [...query.matchAll(/\bas (\w+)/g)].map(([, alias]) => alias);

      assert.deepEqual(
        named.filter((word) => !known.has(word) && !made.includes(word)),
        [],
      );
    });
  }

  it('are those of the widgets, over the log of the function', () => {
    const drawnQueries = Object.values(drawn(monitored))
      .flatMap(widgetsOf)
      .flatMap((widget) => (widget.type === 'log' ? [widget.properties.query] : []));
    const saved = Object.values(queries).map((query) => overLog(monitored, query));

    assert.equal(drawnQueries.length, 7);
    for (const query of drawnQueries) assert.ok(saved.includes(query), query);
  });
});

describe('the price of a millisecond', () => {
  it('is that of 1 GB times the memory, by architecture', () => {
    const of = (architecture: 'arm64' | 'x86_64', memoryMb: number) =>
      dollarsPerBilledMs({ ...monitored, architecture, memoryMb });

    assert.equal(of('arm64', 1_024), 0.0000133334 / 1000);
    assert.equal(of('x86_64', 1_024), 0.0000166667 / 1000);
    assert.equal(of('arm64', 256), of('arm64', 1_024) / 4);
  });

  it('is written out in full in the query: a million deliveries of 10 ms at 256 MB cost 23 cents', () => {
    const [, perMs, perDelivery] =
      /billedDurationMs\) \* ([\d.]+) \+ count\(\*\) \* ([\d.]+) as/.exec(queries['cost-by-hour'] ?? '') ?? [];

    assert.equal((1e6 * (10 * Number(perMs) + Number(perDelivery))).toFixed(3), '0.233');
  });
});

/** Words of the query language. */
const commands = new Set(
  'fields filter sort desc limit stats by as bin h m 1h 5m sum avg max count ispresent or and'.split(' '),
);
