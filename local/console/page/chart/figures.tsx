import { everyDigit, number } from '../format.ts';
import { colorOf, latest, type Series } from './series.ts';

interface FiguresProps {
  readonly series: readonly Series[];
  readonly hasSparkline: boolean;
  readonly hasEveryDigit: boolean;
}

/** The latest value of each series, large. */
export function Figures({ series, hasSparkline, hasEveryDigit }: FiguresProps) {
  return (
    <dl class="figures">
      {series.map((one, index) => {
        const value = latest(one);
        const written = hasEveryDigit ? everyDigit : number;
        return (
          <div key={`${index} ${one.label}`}>
            <dt>
              <span class="swatch" style={{ background: colorOf(one, index) }} />
              {one.label}
            </dt>
            <dd>{value === undefined ? '–' : written(value)}</dd>
            {hasSparkline && <Sparkline series={one} color={colorOf(one, index)} />}
          </div>
        );
      })}
    </dl>
  );
}

const [width, height] = [100, 24];

function Sparkline({ series: { points }, color }: { readonly series: Series; readonly color: string }) {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || first === last) return null;
  const most = Math.max(...points.map(({ value }) => value));
  const least = Math.min(0, ...points.map(({ value }) => value));
  const place = points.map(({ at, value }) => {
    const x = ((at - first.at) / (last.at - first.at)) * width;
    const y = height - 1 - ((value - least) / (most - least || 1)) * (height - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg class="sparkline" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
      <polyline
        points={place.join(' ')}
        fill="none"
        style={{ stroke: color }}
        stroke-width="1.5"
        vector-effect="non-scaling-stroke"
      />
    </svg>
  );
}
