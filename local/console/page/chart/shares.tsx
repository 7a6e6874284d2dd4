import { number } from '../format.ts';
import { Legend } from './legend.tsx';
import { colorOf, latest, type Series } from './series.ts';

interface SharesProps {
  readonly series: readonly Series[];
  readonly name: string;
}

/** The latest values side by side. */
export function Bars({ series, name }: SharesProps) {
  const most = Math.max(0, ...series.map((one) => latest(one) ?? 0));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section class="scroll" tabIndex={0} aria-label={name}>
      <ul class="bars">
        {series.map((one, index) => {
          const value = latest(one) ?? 0;
          return (
            <li key={`${index} ${one.label}`}>
              <span class="label">{one.label}</span>
              <span class="track">
                <span style={{ width: `${most > 0 ? (100 * value) / most : 0}%`, background: colorOf(one, index) }} />
              </span>
              <span class="value">{number(value)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The latest values as parts of their sum. */
export function Pie({ series, name }: SharesProps) {
  const values = series.map((one) => Math.max(0, latest(one) ?? 0));
  const sum = values.reduce((before, value) => before + value, 0);
  const words = series.map(({ label }, index) => `${label}: ${number(values[index] ?? 0)}`).join('; ');
  let turn = 0;
  return (
    <div class="graph legend-right">
      <svg class="pie" viewBox="-1 -1 2 2" role="img" aria-label={`${name}. ${words}`}>
        {series.map((one, index) => {
          const from = turn;
          turn += (values[index] ?? 0) / (sum || 1);
          return <path key={`${index} ${one.label}`} d={slice(from, turn)} style={{ fill: colorOf(one, index) }} />;
        })}
      </svg>
      <Legend series={series} />
    </div>
  );
}

/** In turns from the top, clockwise. An arc of a whole turn would begin where it ends and be nothing. */
function slice(from: number, to: number): string {
  const [x1, y1] = onCircle(from);
  const [x2, y2] = onCircle(Math.min(to, from + 0.99999));
  return `M0 0L${x1} ${y1}A1 1 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2} ${y2}Z`;
}

export function onCircle(turns: number): readonly [string, string] {
  const angle = 2 * Math.PI * turns;
  return [Math.sin(angle).toFixed(5), (-Math.cos(angle)).toFixed(5)];
}
