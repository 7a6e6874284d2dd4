import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { residentBytes } from '../bench/measure/process-usage.ts';
import { queriesOf } from './dashboard.ts';
import type { LocalRun } from './local-run.ts';

/** What was seen of a run, once a second. */
export interface Watched {
  /** Resident memory of its main process. */
  readonly megabytes: readonly number[];
  /** What the page asks for all graphs of one dashboard, one after the other, in milliseconds. */
  readonly dashboard: Durations;
  /** One of these. */
  readonly graph: Durations;
  /** The page itself, where there is one. */
  readonly page: Durations | undefined;
}

interface Durations {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const pauseMs = 1_000;
const rangeSeconds = 3 * 60 * 60;

/** Watches until it is stopped. */
export async function watch({ pid, awsEndpoint, console }: LocalRun, stopped: AbortSignal): Promise<Watched> {
  const megabytes: number[] = [];
  const [dashboard, graph, page] = [stopwatch(), stopwatch(), stopwatch()];
  const dashboards = await bodies(awsEndpoint);
  for (let n = 0; !stopped.aborted; n += 1) {
    megabytes.push(residentBytes(pid) / 1e6);
    const graphs = queriesOf(dashboards[n % dashboards.length] ?? '');
    await dashboard.time(async () => {
      for (const MetricDataQueries of graphs) {
        const EndTime = Math.ceil(Date.now() / 1000);
        const asked = { StartTime: EndTime - rangeSeconds, EndTime, MetricDataQueries };
        await graph.time(() => ask(awsEndpoint, 'GetMetricData', asked));
      }
    });
    if (console !== null) await page.time(async () => (await fetch(console)).arrayBuffer());
    await sleep(pauseMs, undefined, { signal: stopped }).catch(() => {});
  }
  return {
    megabytes,
    dashboard: dashboard.durations(),
    graph: graph.durations(),
    page: console === null ? undefined : page.durations(),
  };
}

async function bodies(endpoint: string): Promise<readonly string[]> {
  const listed = await ask(endpoint, 'ListDashboards', {});
  const { DashboardEntries } = z
    .object({ DashboardEntries: z.array(z.object({ DashboardName: z.string() })) })
    .parse(listed);
  return Promise.all(
    DashboardEntries.map(async (entry) => {
      const { DashboardName } = entry;
      const dashboard = await ask(endpoint, 'GetDashboard', { DashboardName });
      return z.object({ DashboardBody: z.string() }).parse(dashboard).DashboardBody;
    }),
  );
}

async function ask(endpoint: string, operation: string, input: object): Promise<unknown> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
    },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

function stopwatch() {
  const histogram = createHistogram();
  const milliseconds = (nanoseconds: number) => nanoseconds / 1e6;
  return {
    async time(work: () => Promise<unknown>): Promise<void> {
      const began = performance.now();
      await work();
      histogram.record(Math.max(1, Math.round((performance.now() - began) * 1e6)));
    },
    durations: (): Durations => ({
      p50: milliseconds(histogram.percentile(50)),
      p99: milliseconds(histogram.percentile(99)),
      max: milliseconds(histogram.max),
    }),
  };
}
