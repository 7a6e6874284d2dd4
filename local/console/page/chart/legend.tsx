import { number } from '../format.ts';
import { colorOf, latest, type Series } from './series.ts';

interface LegendProps {
  readonly series: readonly Series[];
  /** The time under the pointer. */
  readonly when?: string | undefined;
  /** The value under the pointer; without a pointer the latest one stands in its place. */
  readonly valueAt?: (series: Series) => number | undefined;
}

export function Legend({ series, when, valueAt = () => undefined }: LegendProps) {
  const without = series.filter(({ points }) => points.length === 0).map(({ label }) => label);
  return (
    <ul class="legend" aria-hidden="true">
      {series.map((one, index) => {
        if (one.points.length === 0) return null;
        const value = when === undefined ? latest(one) : valueAt(one);
        return (
          <li key={`${index} ${one.label}`}>
            <span class="swatch" style={{ background: colorOf(one, index) }} />
            <span class="label">{one.label}</span>
            <span class="value">{value === undefined ? '–' : number(value)}</span>
          </li>
        );
      })}
      {without.length > 0 && <li class="without">no data: {without.join(', ')}</li>}
      {when !== undefined && <li class="when">{when}</li>}
    </ul>
  );
}
