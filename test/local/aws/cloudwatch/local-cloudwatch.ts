import {
  CloudWatchClient,
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataQuery,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { Clock } from '../../../../local/aws/clock.ts';
import {
  type CloudWatch,
  type CloudWatchOptions,
  createCloudWatch,
} from '../../../../local/aws/cloudwatch/cloudwatch.ts';
import { type Listening, listening } from '../sqs/listening.ts';

/** When every test begins. */
export const start = Date.parse('2026-07-10T12:00:00Z');
export const minute = 60_000;
export const hour = 60 * minute;

export interface LocalCloudWatch {
  /** The clock, in milliseconds since the epoch. */
  now: number;
  readonly cloudWatch: CloudWatch;
  /** Goes by `now`; alarms are evaluated when it catches up. */
  readonly clock: Clock;
  readonly endpoint: Listening;
  readonly client: CloudWatchClient;
  /** Into the namespace `App`, at the present time where nothing else is said. */
  put(...data: readonly MetricDatum[]): Promise<void>;
  /** From the start of the test on, oldest first. */
  data(queries: readonly MetricDataQuery[], more?: Partial<GetMetricDataCommandInput>): Promise<readonly Line[]>;
  /** The values of one metric of the namespace `App`, one a minute, by that statistic. */
  values(name: string, statistic: string, more?: Partial<MetricDataQuery['MetricStat']>): Promise<readonly number[]>;
  close(): Promise<void>;
}

interface Line {
  readonly id: string | undefined;
  readonly label: string | undefined;
  /** In minutes since the start of the test. */
  readonly minutes: readonly number[];
  readonly values: readonly number[];
}

/** A CloudWatch on the real endpoint, with the SDK's client of it. Its clock stands still unless it is moved. */
export async function startCloudWatch(options: Partial<CloudWatchOptions> = {}): Promise<LocalCloudWatch> {
  const clock = { now: start };
  const ticking = new Clock(1, () => clock.now);
  const cloudWatch = createCloudWatch({
    dashboards: [],
    alarms: [],
    functionName: 'ingress',
    clock: ticking,
    ...options,
  });
  const endpoint = await listening([cloudWatch.service]);
  const client = new CloudWatchClient(endpoint.client);

  const data = async (queries: readonly MetricDataQuery[], more: Partial<GetMetricDataCommandInput> = {}) => {
    const { MetricDataResults = [] } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [...queries],
        StartTime: new Date(start),
        EndTime: new Date(clock.now + minute),
        ScanBy: 'TimestampAscending',
        ...more,
      }),
    );
    return MetricDataResults.map(({ Id, Label, Timestamps = [], Values = [] }) => ({
      id: Id,
      label: Label,
      minutes: Timestamps.map((time) => (time.getTime() - start) / minute),
      values: Values,
    }));
  };

  return Object.assign(clock, {
    cloudWatch,
    clock: ticking,
    endpoint,
    client,
    data,
    async put(...given: readonly MetricDatum[]) {
      const MetricData = given.map((datum) => ({ Timestamp: new Date(clock.now), ...datum }));
      await client.send(new PutMetricDataCommand({ Namespace: 'App', MetricData }));
    },
    async values(name: string, statistic: string, more: Partial<MetricDataQuery['MetricStat']> = {}) {
      const [line] = await data([metric('m', name, statistic, more)]);
      return line?.values ?? [];
    },
    async close() {
      cloudWatch.close();
      client.destroy();
      await endpoint.close();
    },
  });
}

/** A query of a metric of the namespace `App`, one point a minute. */
export function metric(
  id: string,
  name: string,
  statistic: string,
  more: Partial<MetricDataQuery['MetricStat']> = {},
): MetricDataQuery {
  return {
    Id: id,
    MetricStat: { Metric: { Namespace: 'App', MetricName: name }, Period: 60, Stat: statistic, ...more },
  };
}
