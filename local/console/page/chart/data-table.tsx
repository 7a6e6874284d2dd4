import { dayAndClock, number } from '../format.ts';
import type { Series } from './series.ts';

/** The datapoints behind a graph, newest first: the same for whoever does not see it, or wants to copy them. */
export function DataTable({ series, name }: { readonly series: readonly Series[]; readonly name: string }) {
  const times = [...new Set(series.flatMap(({ points }) => points.map(({ at }) => at)))].sort((a, b) => b - a);
  const columns = series.map(({ label, points }) => ({
    label,
    values: new Map(points.map(({ at, value }) => [at, value])),
  }));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" tabIndex={0} aria-label={`Datapoints of ${name}`}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {columns.map(({ label }, index) => (
              <th key={`${index} ${label}`} scope="col" class="figure">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {times.map((at) => (
            <tr key={at}>
              <th scope="row">{dayAndClock(at * 1000)}</th>
              {columns.map(({ label, values }, index) => {
                const value = values.get(at);
                return (
                  <td key={`${index} ${label}`} class="figure">
                    {value === undefined ? '' : number(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
