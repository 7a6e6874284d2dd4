import type { QueueEvent } from '../../queues/observed.ts';
import type { QueueLevel } from '../../queues/queue.ts';
import type { Unit } from '../metrics/metric.ts';
import type { Put } from './put.ts';

/**
 * AWS/SQS by queue, as things happen.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function queueMetrics(put: Put): (event: QueueEvent) => void {
  return (event) => {
    const count = (name: string, unit: Unit, value: number) =>
      put(name, unit, value, { QueueName: event.queue }, event.at);
    switch (event.kind) {
      case 'sent':
        count('NumberOfMessagesSent', 'Count', 1);
        return count('SentMessageSize', 'Bytes', event.bytes);
      case 'received':
        count('NumberOfMessagesReceived', 'Count', event.messages);
        return count('NumberOfEmptyReceives', 'Count', event.messages === 0 ? 1 : 0);
      case 'deleted':
        return count('NumberOfMessagesDeleted', 'Count', 1);
    }
  };
}

/**
 * What SQS reports every minute of a queue in use, 0 included. On AWS a queue that nobody touched for six hours reports
 * nothing until it is used again; a local run does not wait for that.
 */
export function queueLevelMetrics(
  put: Put,
): (level: QueueLevel & { readonly queue: string; readonly at: number }) => void {
  return ({ queue, at, visible, inFlight, delayed, oldestAgeSeconds }) => {
    const level = (name: string, unit: Unit, value: number) => put(name, unit, value, { QueueName: queue }, at);
    level('ApproximateNumberOfMessagesVisible', 'Count', visible);
    level('ApproximateNumberOfMessagesNotVisible', 'Count', inFlight);
    level('ApproximateNumberOfMessagesDelayed', 'Count', delayed);
    level('ApproximateAgeOfOldestMessage', 'Seconds', oldestAgeSeconds);
    for (const name of ['Sent', 'Received', 'Deleted']) level(`NumberOfMessages${name}`, 'Count', 0);
  };
}
