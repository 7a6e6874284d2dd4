import { setTimeout as sleep } from 'node:timers/promises';
import { CloudWatchClient, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { BatchGetTracesCommand, XRayClient } from '@aws-sdk/client-xray';
import { dimensions, metrics, namespace } from '../../../function/signals.ts';
import { answer, isLocal } from '../../aws-access.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { patience, type VerifiedStack } from '../verified-stack.ts';

/** How long AWS may take to show them, in milliseconds. */
const metricsMs = 240_000;
const traceMs = 120_000;

/** Whether CloudWatch has made metrics of the function's lines in Embedded Metric Format. */
export async function metricsFinding(verified: VerifiedStack, since: number): Promise<Finding> {
  const { aws, declared } = verified;
  const client = new CloudWatchClient(aws.configuration);
  const published = await eventually(verified, metricsMs, async () => {
    const command = new GetMetricStatisticsCommand({
      Namespace: namespace,
      MetricName: metrics.published.name,
      Dimensions: [{ Name: dimensions.service, Value: declared.functionName }],
      StartTime: new Date(since - 60_000),
      EndTime: new Date(Date.now() + 60_000),
      Period: 60,
      Statistics: ['Sum'],
    });
    const { Datapoints = [] } = await answer(client.send(command), aws);
    return Datapoints.reduce((total, { Sum = 0 }) => total + Sum, 0) || undefined;
  });
  const metric = `${namespace}/${metrics.published.name} of ${declared.functionName}`;
  if (published !== undefined) return ok(`${metric} has them`);
  return problem(`${metric} has no value of the last minutes`, 'docs/runbook.md#lost-telemetry');
}

/** Whether X-Ray has the trace of a delivery. */
export async function traceFinding(verified: VerifiedStack, traceId: string | undefined): Promise<Finding> {
  if (traceId === undefined) {
    return problem('the event names no trace', "is the function's tracing active? npm run up sets it so");
  }
  const { aws } = verified;
  const client = new XRayClient(aws.configuration);
  const segments = await eventually(verified, traceMs, async () => {
    const { Traces = [] } = await answer(client.send(new BatchGetTracesCommand({ TraceIds: [traceId] })), aws);
    return Traces[0]?.Segments?.length || undefined;
  });
  if (segments !== undefined) return ok(`${traceId} has ${segments} segments`);
  return problem(
    `X-Ray has nothing of ${traceId}`,
    'X-Ray samples one request a second and 5 % of the others: verify again when it is quiet; else see that the role may xray:PutTraceSegments',
  );
}

/** The first answer that is one, or nothing when none comes in time. */
async function eventually<T>(
  verified: VerifiedStack,
  onAwsMs: number,
  ask: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const pollMs = isLocal(verified.aws.endpoint) ? 100 : 5_000;
  const until = performance.now() + patience(verified, onAwsMs);
  for (;;) {
    const answered = await ask();
    if (answered !== undefined || performance.now() >= until || verified.stopped.aborted) return answered;
    await sleep(pollMs);
  }
}
