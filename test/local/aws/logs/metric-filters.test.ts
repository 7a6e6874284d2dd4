import assert from 'node:assert/strict';
import type { MetricDatum } from '../../../../local/aws/cloudwatch/metrics/metric-store.ts';
import { type MetricFilter, metricFilters } from '../../../../local/aws/logs/metric-filters.ts';

const timeouts: MetricFilter = {
  logGroup: '/aws/lambda/bridge',
  pattern: '{ $.type = "platform.report" && $.record.status = "timeout" }',
  namespace: 'WebhookBridge/bridge',
  metricName: 'Timeouts',
  value: 1,
  unit: 'Count',
};

const report = (status: string) => JSON.stringify({ type: 'platform.report', record: { status } });

function recorded(filter: MetricFilter, events: readonly { readonly group?: string; readonly message: string }[]) {
  const data: MetricDatum[] = [];
  const observe = metricFilters([filter], (datum) => data.push(datum));
  for (const { group = filter.logGroup, message } of events) {
    observe({ group, message, stream: 'one', timestamp: 1_000, ingestionTime: 2_000, sequence: 1 });
  }
  return data;
}

describe('metric filters', () => {
  it('make a value of each event that matches, at the time of the event', () => {
    assert.deepEqual(recorded(timeouts, [{ message: report('timeout') }]), [
      {
        metric: { namespace: 'WebhookBridge/bridge', name: 'Timeouts', dimensions: {} },
        unit: 'Count',
        at: 1_000,
        set: { sampleCount: 1, sum: 1, minimum: 1, maximum: 1 },
      },
    ]);
  });

  it('make nothing of other events', () => {
    assert.deepEqual(recorded(timeouts, [{ message: report('success') }, { message: 'timeout' }]), []);
  });

  it('look at their own log group alone', () => {
    assert.deepEqual(recorded(timeouts, [{ group: '/aws/lambda/other', message: report('timeout') }]), []);
  });

  it('refuse a pattern that is not valid', () => {
    assert.throws(() => metricFilters([{ ...timeouts, pattern: '{ $.type = }' }], () => {}), /Invalid/);
  });
});
