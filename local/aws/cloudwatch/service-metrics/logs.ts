import { eventOverheadBytes } from '../../logs/log-group.ts';
import type { LogListener } from '../../logs/logs.ts';
import { embeddedMetrics } from '../emf.ts';
import type { MetricDatum } from '../metrics/metric-store.ts';
import type { PutMetric } from './put.ts';

/**
 * Takes the metrics out of every log event, and counts in AWS/Logs what was written and what was wrong with them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export function logsMetrics(put: PutMetric, record: (datum: MetricDatum) => void): LogListener {
  return ({ group, ingestionTime: at, message }) => {
    const dimensions = { LogGroupName: group };
    put('IncomingLogEvents', 'None', 1, dimensions, at);
    put('IncomingBytes', 'Bytes', Buffer.byteLength(message) + eventOverheadBytes, dimensions, at);
    const found = embeddedMetrics(message, at);
    if (!found) return;
    for (const datum of found.data) record(datum);
    if (found.parsingErrors > 0) put('EMFParsingErrors', 'None', found.parsingErrors, dimensions, at);
    if (found.validationErrors > 0) put('EMFValidationErrors', 'None', found.validationErrors, dimensions, at);
  };
}
