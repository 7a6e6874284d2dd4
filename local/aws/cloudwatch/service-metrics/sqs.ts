import type { QueueEvent } from '../../sqs/queue-event.ts';
import type { Unit } from '../metrics/metric.ts';
import type { PutMetric } from './put.ts';

/**
 * AWS/SQS by queue. Every minute SQS reports a queue in use, with 0 for what did not happen. On AWS a queue that nobody
 * touched for six hours reports nothing until it is used again; a local run does not wait for that.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function sqsMetrics(put: PutMetric): (event: QueueEvent) => void {
  return (event) => {
    const report = (name: string, unit: Unit, value: number) =>
      put(name, unit, value, { QueueName: event.queue }, event.at);
    switch (event.kind) {
      case 'sent':
        report('NumberOfMessagesSent', 'Count', 1);
        return report('SentMessageSize', 'Bytes', event.bytes);
      case 'received':
        report('NumberOfMessagesReceived', 'Count', event.messages);
        return report('NumberOfEmptyReceives', 'Count', event.messages === 0 ? 1 : 0);
      case 'deleted':
        return report('NumberOfMessagesDeleted', 'Count', 1);
      case 'level':
        report('ApproximateNumberOfMessagesVisible', 'Count', event.visible);
        report('ApproximateNumberOfMessagesNotVisible', 'Count', event.inFlight);
        report('ApproximateNumberOfMessagesDelayed', 'Count', event.delayed);
        report('ApproximateAgeOfOldestMessage', 'Seconds', event.oldestAgeSeconds);
        for (const happened of ['Sent', 'Received', 'Deleted']) report(`NumberOfMessages${happened}`, 'Count', 0);
        return report('NumberOfEmptyReceives', 'Count', 0);
    }
  };
}
