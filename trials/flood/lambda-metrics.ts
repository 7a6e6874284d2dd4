import { CloudWatchClient, type Datapoint, GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { localAws } from '../../tools/local-aws.ts';

/** What Lambda counted of a round, across all functions, of which there is one. */
export interface InvocationCounts {
  readonly invocations: number;
  readonly throttles: number;
  /** At once, within the minutes that the round touched. */
  readonly mostConcurrent: number;
}

/** Asks CloudWatch, as an operator would. */
export class LambdaMetrics implements Disposable {
  readonly #client: CloudWatchClient;
  readonly #runBegan = Date.now();

  constructor(endpoint: string) {
    this.#client = new CloudWatchClient(localAws(endpoint));
  }

  /** Begins a round. Answers with the way to its counts. */
  async begin(): Promise<() => Promise<InvocationCounts>> {
    const began = Date.now();
    const sums = async () => ({ invocations: await this.#sum('Invocations'), throttles: await this.#sum('Throttles') });
    const before = await sums();
    return async () => {
      const now = await sums();
      const concurrent = await this.#minutes('ConcurrentExecutions', 'Maximum', began);
      return {
        invocations: now.invocations - before.invocations,
        throttles: now.throttles - before.throttles,
        mostConcurrent: Math.max(0, ...concurrent.map(({ Maximum = 0 }) => Maximum)),
      };
    };
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }

  /** Since the run began. */
  async #sum(metric: string): Promise<number> {
    const minutes = await this.#minutes(metric, 'Sum', this.#runBegan);
    return minutes.reduce((sum, { Sum = 0 }) => sum + Sum, 0);
  }

  async #minutes(MetricName: string, statistic: 'Sum' | 'Maximum', since: number): Promise<readonly Datapoint[]> {
    const { Datapoints = [] } = await this.#client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/Lambda',
        MetricName,
        StartTime: new Date(since - (since % 60_000)),
        EndTime: new Date(Date.now() + 60_000),
        Period: 60,
        Statistics: [statistic],
      }),
    );
    return Datapoints;
  }
}
