import type { Series } from '../chart/series.ts';
import { Bars, Pie } from '../chart/shares.tsx';
import { TimeGraph } from '../chart/time-graph.tsx';
import { dayAndClock } from '../format.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { State } from '../state.tsx';
import { timeRange } from '../time-range.ts';
import type { LogProperties } from './body.ts';
import { type InsightsResult, insights } from './insights.ts';

export function LogWidget({ properties, isSeen }: { readonly properties: LogProperties; readonly isSeen: boolean }) {
  const { now, route } = useLive();
  const range = timeRange(route.query.range);
  const [from, to] = [Math.floor(now / 1000) - range.seconds, Math.ceil(now / 1000)];
  const loaded = useLoaded(() => insights(properties.query, from, to), {
    keys: [range.seconds, properties],
    now,
    isWanted: isSeen,
  });
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const result = loaded.value;
  if (result.rows.length === 0) return <State of="empty">No line matches yet in the last {range.label}.</State>;
  const name = properties.title ?? 'Log query';
  const { view = 'table', stacked = false } = properties;
  if (view === 'table') return <Table result={result} name={name} />;
  return (
    <div class="drawn" data-state="drawn">
      {view === 'timeSeries' && (
        <TimeGraph
          graph={{ series: overTime(result), isStacked: stacked, markings: [], left: {}, right: {}, from, to }}
          name={name}
        />
      )}
      {view === 'bar' && <Bars series={byCategory(result, to)} name={name} />}
      {view === 'pie' && <Pie series={byCategory(result, to)} name={name} />}
    </div>
  );
}

function Table({ result: { fields, rows }, name }: { readonly result: InsightsResult; readonly name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" tabIndex={0} aria-label={name} data-state="drawn">
      <table>
        <thead>
          <tr>
            {fields.map((field) => (
              <th key={field} scope="col">
                {field}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row['@ptr'] ?? JSON.stringify(row)}>
              {fields.map((field) => (
                <td key={field}>
                  <Cell value={row[field] ?? ''} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ value }: { readonly value: string }) {
  if (/^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(value)) return <a href={hrefOf(['traces', value])}>{value}</a>;
  return <>{worded(value)}</>;
}

/** Insights writes times in UTC, as `2026-11-23 17:04:20.330`. */
function timeOf(value: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/.test(value)) return undefined;
  return Date.parse(`${value.replace(' ', 'T')}Z`);
}

/** A line a numeric column, over the column of times that `bin()` made. */
function overTime({ fields, rows }: InsightsResult): readonly Series[] {
  const time = fields.find((field) => rows.every((row) => timeOf(row[field] ?? '') !== undefined));
  return fields
    .filter((field) => field !== time)
    .map((label) => {
      const points = rows.flatMap((row) => {
        const at = timeOf(row[time ?? ''] ?? '');
        const value = Number(row[label] || Number.NaN);
        return at === undefined || Number.isNaN(value) ? [] : [{ at: at / 1000, value }];
      });
      points.sort((one, other) => one.at - other.at);
      const steps = points.slice(1).map(({ at }, index) => at - (points[index]?.at ?? at));
      return { label, axis: 'left', points, periodSeconds: Math.min(...steps, Infinity) };
    });
}

/** A value a row and numeric column, by the row's other columns. */
function byCategory({ fields, rows }: InsightsResult, at: number): readonly Series[] {
  const isNumber = (text = '') => text !== '' && Number.isFinite(Number(text));
  const numeric = fields.filter((field) => rows.every((row) => row[field] === undefined || isNumber(row[field])));
  const names = fields.filter((field) => !numeric.includes(field));
  return rows.flatMap((row) =>
    numeric
      .filter((field) => row[field] !== undefined)
      .map((field) => ({
        label: [...names.map((name) => worded(row[name] ?? '')), ...(numeric.length > 1 ? [field] : [])].join(' · '),
        axis: 'left',
        periodSeconds: 60,
        points: [{ at, value: Number(row[field]) }],
      })),
  );
}

function worded(text: string): string {
  const at = timeOf(text);
  return at === undefined ? text : dayAndClock(at);
}
