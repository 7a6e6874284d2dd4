import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { clock, number } from '../format.ts';
import { type Graph, summary } from './graph.ts';
import { Legend } from './legend.tsx';
import { plotOptions } from './plot-options.ts';
import { aligned, colorOf, stacked } from './series.ts';

interface TimeGraphProps {
  readonly graph: Graph;
  readonly name: string;
  readonly legend?: 'bottom' | 'right' | 'hidden';
}

/** Lines over time, single or stacked. */
export function TimeGraph({ graph, name, legend = 'bottom' }: TimeGraphProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(undefined);
  const [cursor, setCursor] = useState<number>();
  // A series without datapoints keeps its colour and its place in the legend, and lies on no other.
  const painted = graph.series.map((one, index) => ({ ...one, color: colorOf(one, index) }));
  const series = painted.filter(({ points }) => points.length > 0);
  const { times, values } = aligned(series);
  const drawn = graph.isStacked ? stacked(values) : values;
  // A new datapoint goes into the plot there is; another shape needs another plot.
  const shape = JSON.stringify([
    series.map(({ points, ...appearance }) => appearance),
    graph.markings,
    graph.left,
    graph.right,
  ]);
  const range = useRef({ from: graph.from, to: graph.to });
  range.current = { from: graph.from, to: graph.to };
  const columns: uPlot.AlignedData = [times, ...drawn];

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const live = {
      ...graph,
      series,
      get from() {
        return range.current.from;
      },
      get to() {
        return range.current.to;
      },
    };
    const draw = () => {
      plot.current?.destroy();
      const data = plot.current?.data ?? columns;
      plot.current = new uPlot(plotOptions(live, sizeOf(element), element, setCursor), data, element);
    };
    draw();
    const resized = new ResizeObserver(() => plot.current?.setSize(sizeOf(element)));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', draw);
    return () => {
      scheme.removeEventListener('change', draw);
      resized.disconnect();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [shape]);

  useEffect(() => plot.current?.setData(columns), [JSON.stringify(columns), graph.from, graph.to]);

  const at = cursor === undefined ? undefined : times[cursor];
  return (
    <div class={`graph legend-${legend}`}>
      <div class="plot" ref={box} role="img" aria-label={`${name}. ${summary(graph, number)}`} />
      {legend !== 'hidden' && (
        <Legend
          series={painted}
          when={at === undefined ? undefined : clock(at * 1000)}
          valueAt={(one) => one.points.find((point) => point.at === at)?.value}
        />
      )}
    </div>
  );
}

function sizeOf(element: HTMLElement): { readonly width: number; readonly height: number } {
  return { width: Math.max(80, element.clientWidth), height: Math.max(60, element.clientHeight) };
}
