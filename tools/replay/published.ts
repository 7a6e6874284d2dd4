import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { dimensions, metrics, namespace } from '../../function/signals.ts';
import { answer } from '../aws-access.ts';
import { CommandError } from '../command-line/command.ts';
import type { AwsClients } from './aws.ts';

/** EventBridge does not count by time; the function does, by the delivery. */
export type PublishedCount =
  | { readonly isKnown: true; readonly deliveries: number }
  /** Why CloudWatch did not say. */
  | { readonly isKnown: false; readonly reason: string };

/** Deliveries that the function put on the bus in the window, or on the parking queue for it. */
export async function publishedBetween(
  aws: AwsClients,
  service: string,
  from: number,
  to: number,
): Promise<PublishedCount> {
  try {
    const sums = await Promise.all(
      [metrics.published, metrics.parked].map(({ name }) => sum(aws, service, name, from, to)),
    );
    return { isKnown: true, deliveries: sums.reduce((a, b) => a + b) };
  } catch (error) {
    // It is only for information: who may replay may not have the right to read metrics.
    if (error instanceof CommandError) return { isKnown: false, reason: error.message };
    throw error;
  }
}

async function sum(aws: AwsClients, service: string, metric: string, from: number, to: number): Promise<number> {
  const asked = aws.metrics.send(
    new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: metric,
      Dimensions: [{ Name: dimensions.service, Value: service }],
      StartTime: new Date(from),
      EndTime: new Date(to),
      Period: periodOf(from, to),
      Statistics: ['Sum'],
    }),
  );
  const { Datapoints = [] } = await answer(asked, aws);
  return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0);
}

/**
 * Seconds: as short as CloudWatch keeps for the age, and long enough for its 1,440 datapoints an answer.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html
 */
function periodOf(from: number, to: number): number {
  const ageDays = (Date.now() - from) / 86_400_000;
  const keptPeriod = ageDays > 63 ? 3_600 : ageDays > 15 ? 300 : 60;
  const fitting = Math.ceil((to - from) / 1000 / 1_440 / keptPeriod) * keptPeriod;
  return Math.max(keptPeriod, fitting);
}
