import { describeAlarms, thresholdOf } from '../alarms/alarm.ts';
import { type Marking, markings } from '../chart/annotations.ts';
import { DataTable } from '../chart/data-table.tsx';
import { Figures } from '../chart/figures.tsx';
import { Gauges } from '../chart/gauge.tsx';
import { Bars, Pie } from '../chart/shares.tsx';
import { TimeGraph } from '../chart/time-graph.tsx';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { State } from '../state.tsx';
import { timeRange } from '../time-range.ts';
import type { MetricWidgetProperties } from './body.ts';
import { type MetricData, metricData } from './metric-data.ts';

interface MetricWidgetProps {
  readonly properties: MetricWidgetProperties;
  readonly isSeen: boolean;
  readonly isTable: boolean;
}

export function MetricWidget({ properties, isSeen, isTable }: MetricWidgetProps) {
  const { now, route } = useLive();
  const range = timeRange(route.query.range);
  const loaded = useLoaded(() => shown(properties, range.seconds, now), {
    keys: [range.seconds, properties],
    now,
    isWanted: isSeen,
  });
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const { series, messages } = loaded.value;
  const name = properties.title ?? 'Metrics';
  if (series.every(({ points }) => points.length === 0)) {
    return (
      <State of="empty">
        {nothingOf(series.map(({ label }) => label))} in the last {range.label}. {messages.join(' ')}
      </State>
    );
  }
  return (
    <div class="drawn" data-state="drawn">
      {isTable ? (
        <DataTable series={series} name={name} />
      ) : (
        <Drawing properties={properties} data={loaded.value} name={name} />
      )}
      {messages.length > 0 && <p class="message">{messages.join(' ')}</p>}
    </div>
  );
}

function nothingOf(labels: readonly string[]): string {
  if (labels.length === 0) return 'Nothing matches yet';
  const more = labels.length > 6 ? ` and ${labels.length - 6} more` : '';
  return `No datapoint yet of ${labels.slice(0, 6).join(', ')}${more}`;
}

interface Shown extends MetricData {
  readonly thresholds: readonly Marking[];
}

/** The widget's own metrics, or those of the alarms it annotates, with the alarms' thresholds. */
async function shown(properties: MetricWidgetProperties, rangeSeconds: number, now: number): Promise<Shown> {
  const range = { seconds: rangeSeconds, label: '' };
  const arns = properties.annotations?.alarms ?? [];
  const alarms = arns.length === 0 ? [] : (await describeAlarms()).filter(({ arn }) => arns.includes(arn));
  const own = properties.metrics ?? [];
  const metrics = own.length > 0 ? own : alarms.flatMap((alarm) => alarm.rows);
  const thresholds = alarms.flatMap((alarm) => thresholdOf(alarm) ?? []);
  return { ...(await metricData({ ...properties, metrics }, range, now)), thresholds };
}

interface DrawingProps {
  readonly properties: MetricWidgetProperties;
  readonly data: Shown;
  readonly name: string;
}

function Drawing({ properties, data, name }: DrawingProps) {
  const { view = 'timeSeries', annotations = {}, yAxis = {}, legend = {} } = properties;
  const { series, from, to, thresholds } = data;
  const lines = [...markings(annotations), ...thresholds];
  if (view === 'singleValue') {
    const { sparkline = false, singleValueFullPrecision = false } = properties;
    return <Figures series={series} hasSparkline={sparkline} hasEveryDigit={singleValueFullPrecision} />;
  }
  if (view === 'bar') return <Bars series={series} name={name} />;
  if (view === 'pie') return <Pie series={series} name={name} />;
  if (view === 'gauge') return <Gauges series={series} axis={yAxis.left ?? {}} markings={lines} name={name} />;
  const isStacked = properties.stacked ?? false;
  const graph = { series, isStacked, markings: lines, left: yAxis.left ?? {}, right: yAxis.right ?? {}, from, to };
  return <TimeGraph graph={graph} name={name} legend={legend.position ?? 'bottom'} />;
}
