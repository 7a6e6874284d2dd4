import { number } from '../format.ts';
import type { Marking } from './annotations.ts';
import type { Axis } from './graph.ts';
import { colorOf, latest, type Series } from './series.ts';
import { onCircle } from './shares.tsx';

interface GaugeProps {
  readonly series: readonly Series[];
  readonly axis: Axis;
  readonly markings: readonly Marking[];
  readonly name: string;
}

/** The latest value of each series between the ends of the left axis, which a gauge must have. */
export function Gauges({ series, axis: { min = 0, max = 100 }, markings, name }: GaugeProps) {
  const share = (value: number) => Math.min(1, Math.max(0, (value - min) / (max - min || 1)));
  return (
    <div class="gauges">
      {series.map((one, index) => {
        const value = latest(one);
        const said = value === undefined ? 'no datapoint' : number(value);
        return (
          <figure key={`${index} ${one.label}`}>
            <svg viewBox="-1.1 -1.1 2.2 1.5" role="img" aria-label={`${name}, ${one.label}: ${said} of ${number(max)}`}>
              <path d={arc(0, 1)} class="dial" />
              {value !== undefined && <path d={arc(0, share(value))} style={{ stroke: colorOf(one, index) }} />}
              {markings.map(({ from, label, color }) => (
                <path
                  key={`${from} ${label}`}
                  class="mark"
                  d={arc(share(from) - 0.006, share(from) + 0.006)}
                  style={{ stroke: color ?? 'var(--marking)' }}
                />
              ))}
              <text y="0.02">{said}</text>
            </svg>
            <figcaption>{one.label}</figcaption>
          </figure>
        );
      })}
    </div>
  );
}

/** Part of an arc of 220° that is open at the bottom. */
function arc(from: number, to: number): string {
  const turns = (share: number) => (share - 0.5) * (220 / 360);
  const [x1, y1] = onCircle(turns(from));
  const [x2, y2] = onCircle(turns(to));
  return `M${x1} ${y1}A1 1 0 ${to - from > 180 / 220 ? 1 : 0} 1 ${x2} ${y2}`;
}
