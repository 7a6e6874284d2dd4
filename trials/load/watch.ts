import { createHistogram } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type DashboardBody,
  type MetricWidgetProperties,
  widgetMetricQueries,
  widgetTimeRange,
} from '../../local/index.ts';
import { residentBytes } from '../bench/measure/process-usage.ts';
import type { LocalRun } from './local-run.ts';

/** What was seen of a run, once a second. Durations in milliseconds. */
export interface Watched {
  /** Resident memory of its main process. */
  readonly megabytes: readonly number[];
  /** The console's page. */
  readonly page: Durations;
  /** The data of one graph. */
  readonly graph: Durations;
  /** Those of all graphs of a dashboard, one after the other. */
  readonly dashboard: Durations;
}

interface Durations {
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

const pauseMs = 1_000;

/** What is shown: the longest time that minutes are kept for. */
const rangeSeconds = 3 * 60 * 60;

/** Looks at the console as a person would who never leaves it, until it is stopped. */
export async function watch({ pid, console }: LocalRun, stopped: AbortSignal): Promise<Watched> {
  const megabytes: number[] = [];
  const [page, graph, dashboard] = [stopwatch(), stopwatch(), stopwatch()];
  const dashboards = await graphsOfDashboards(console);
  for (let n = 0; !stopped.aborted; n += 1) {
    megabytes.push(residentBytes(pid) / 1e6);
    await page.time(async () => (await fetch(console)).arrayBuffer());
    await dashboard.time(async () => {
      for (const properties of dashboards[n % dashboards.length] ?? []) {
        const asked = metricData(properties);
        await graph.time(() => ask(console, 'GetMetricData', asked));
      }
    });
    await sleep(pauseMs, undefined, { signal: stopped }).catch(() => {});
  }
  return { megabytes, page: page.durations(), graph: graph.durations(), dashboard: dashboard.durations() };
}

async function graphsOfDashboards(console: string): Promise<readonly (readonly MetricWidgetProperties[])[]> {
  const { DashboardEntries } = await ask<{ readonly DashboardEntries: readonly { readonly DashboardName: string }[] }>(
    console,
    'ListDashboards',
    {},
  );
  return Promise.all(
    DashboardEntries.map(async ({ DashboardName }) => {
      const { DashboardBody } = await ask<{ readonly DashboardBody: string }>(console, 'GetDashboard', {
        DashboardName,
      });
      const { widgets }: DashboardBody = JSON.parse(DashboardBody);
      return widgets.flatMap(({ type, properties }) => (type === 'metric' ? properties : []));
    }),
  );
}

/** What the page asks for a graph. */
function metricData(properties: MetricWidgetProperties): object {
  const { from, to } = widgetTimeRange(properties, rangeSeconds, Math.ceil(Date.now() / 1000));
  const queries = widgetMetricQueries(properties, rangeSeconds);
  return {
    StartTime: from,
    EndTime: to,
    MetricDataQueries: queries.map(({ rendering, periodSeconds, ...query }) => query),
  };
}

async function ask<Output>(console: string, operation: string, input: object): Promise<Output> {
  const answer = await fetch(`${console}aws/GraniteServiceVersion20100801.${operation}`, {
    method: 'POST',
    // As from the page: the console takes nothing else.
    headers: { 'content-type': 'application/json', origin: new URL(console).origin },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${operation} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Output;
}

function stopwatch() {
  /** In nanoseconds. */
  const histogram = createHistogram();
  return {
    async time(work: () => Promise<unknown>): Promise<void> {
      const began = performance.now();
      await work();
      histogram.record(Math.max(1, Math.round((performance.now() - began) * 1e6)));
    },
    durations: (): Durations => ({
      p50: histogram.percentile(50) / 1e6,
      p99: histogram.percentile(99) / 1e6,
      max: histogram.max / 1e6,
    }),
  };
}
