import uPlot from 'uplot';
import { clock, number } from '../format.ts';
import type { Marking } from './annotations.ts';
import type { Axis, Graph } from './graph.ts';
import { colorOf } from './series.ts';

/** A colour of the stylesheet as a canvas takes it. */
type Paint = (color: string) => string;

/** The graph in uPlot's terms. */
export function plotOptions(
  graph: Graph,
  size: { readonly width: number; readonly height: number },
  element: HTMLElement,
  onCursor: (index: number | undefined) => void,
): uPlot.Options {
  const paint = painter(element);
  const fontSize = Number.parseFloat(getComputedStyle(element).fontSize) || 12;
  const hasRight = graph.series.some(({ axis }) => axis === 'right');
  return {
    ...size,
    padding: [fontSize * 0.7, hasRight ? 0 : fontSize * 1.6, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    scales: {
      x: { time: true, range: () => [graph.from, graph.to] },
      left: { range: range(graph.left, valuesOn(graph.markings, 'left')) },
      right: { range: range(graph.right, valuesOn(graph.markings, 'right')) },
    },
    axes: [
      axis(
        { scale: 'x', space: fontSize * 7, size: fontSize * 2.2, incrs: minutes, values: clockTicks },
        paint,
        fontSize,
      ),
      axis({ scale: 'left', label: graph.left.label, side: 3 }, paint, fontSize),
      ...(hasRight ? [axis({ scale: 'right', label: graph.right.label, side: 1, grid: false }, paint, fontSize)] : []),
    ],
    series: [
      {},
      ...graph.series.map((series, index): uPlot.Series => {
        const stroke = paint(colorOf(series, index));
        return {
          label: series.label,
          scale: series.axis,
          stroke,
          ...(graph.isStacked ? area(index === 0 ? translucent(stroke) : undefined) : line(stroke)),
        };
      }),
    ],
    bands: graph.isStacked
      ? graph.series.slice(1).map((series, index) => ({
          series: [index + 2, index + 1] as [number, number],
          fill: translucent(paint(colorOf(series, index + 1))),
        }))
      : [],
    hooks: {
      draw: [(plot) => drawMarkings(plot, graph.markings, paint, fontSize)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? undefined)],
    },
  };
}

function line(stroke: string): Partial<uPlot.Series> {
  return { width: 1.75, points: { size: 5, fill: stroke } };
}

/** In steps: what is counted belongs to the whole period, and a single datapoint is seen as such. */
function area(fill: string | undefined): Partial<uPlot.Series> {
  const paths = uPlot.paths.stepped?.({ align: 1 });
  return { width: 0, points: { show: false }, ...(paths && { paths }), ...(fill && { fill }) };
}

function painter(element: HTMLElement): Paint {
  const style = getComputedStyle(element);
  return (color) => {
    const [, name] = /^var\((--[\w-]+)\)$/.exec(color) ?? [];
    return name ? style.getPropertyValue(name).trim() : color;
  };
}

function translucent(color: string): string {
  return withAlpha(color, 'b0');
}

function withAlpha(color: string, alpha: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? color + alpha : color;
}

/** From zero, unless values lie below it or the axis says otherwise, and far enough for every line drawn across. */
function range({ min, max }: Axis, drawn: readonly number[]): uPlot.Range.Function {
  return (_, low, high) => {
    const least = Math.min(0, low ?? 0, ...drawn);
    const most = Math.max(high ?? 0, ...drawn);
    const [, upper] = uPlot.rangeNum(0, most > 0 ? most : 1, { min: { pad: 0 }, max: { pad: 0.08 } });
    return [min ?? least, max ?? upper ?? most];
  };
}

function valuesOn(all: readonly Marking[], wanted: 'left' | 'right'): readonly number[] {
  return all
    .filter(({ direction, axis }) => direction === 'horizontal' && axis === wanted)
    .flatMap(({ from, to }) => [from, to ?? from])
    .filter(Number.isFinite);
}

interface AxisOptions {
  readonly scale: string;
  readonly label?: string | undefined;
  readonly side?: 1 | 3;
  readonly space?: number;
  readonly size?: number;
  readonly incrs?: number[];
  readonly grid?: boolean;
  readonly values?: (plot: uPlot, splits: number[]) => string[];
}

function axis({ label, size, values, grid = true, ...rest }: AxisOptions, paint: Paint, fontSize: number): uPlot.Axis {
  const font = `${fontSize}px ${getComputedStyle(document.body).fontFamily}`;
  const stroke = paint('var(--muted)');
  const line = { stroke: paint('var(--grid)'), width: 1 };
  return {
    ...rest,
    stroke,
    font,
    grid: { ...line, show: grid },
    ticks: { ...line, size: 4 },
    gap: 4,
    size: size ?? ((_, ticks) => widest(ticks) * fontSize * 0.58 + 14),
    values: values ?? ((_, splits) => splits.map(number)),
    ...(label === undefined ? {} : { label, labelFont: font, labelSize: fontSize * 1.5, labelGap: 0 }),
  };
}

function widest(ticks: readonly string[] | null): number {
  return Math.max(2, ...(ticks ?? []).map(({ length }) => length));
}

/** Steps of the axis of time, in seconds. */
const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 180].map((each) => each * 60);

function clockTicks(_: uPlot, splits: readonly number[]): string[] {
  return splits.map((at) => clock(at * 1000).slice(0, 5));
}

function drawMarkings(plot: uPlot, all: readonly Marking[], paint: Paint, fontSize: number): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const { direction, axis: scale, from, to, label, color } of all) {
    const isAcross = direction === 'horizontal';
    const stroke = paint(color ?? 'var(--marking)');
    const position = (value: number) => edge(plot.valToPos(value, isAcross ? scale : 'x', true), value, bbox, isAcross);
    const [start, end] = [position(from), to === undefined ? undefined : position(to)];
    if (end !== undefined) {
      ctx.fillStyle = withAlpha(stroke, '1f');
      if (isAcross) ctx.fillRect(bbox.left, start, bbox.width, end - start);
      else ctx.fillRect(start, bbox.top, end - start, bbox.height);
    }
    ctx.strokeStyle = stroke;
    ctx.lineWidth = 1.5 * ratio;
    ctx.setLineDash([6 * ratio, 4 * ratio]);
    for (const at of to !== undefined && Number.isFinite(to) && end !== undefined ? [start, end] : [start]) {
      ctx.beginPath();
      ctx.moveTo(isAcross ? bbox.left : at, isAcross ? at : bbox.top);
      ctx.lineTo(isAcross ? bbox.left + bbox.width : at, isAcross ? at : bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.textAlign = 'left';
    ctx.textBaseline = 'alphabetic';
    ctx.fillStyle = paint('var(--text)');
    ctx.font = `${fontSize * 0.92 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
    const above = start - 4 * ratio < bbox.top + fontSize * ratio ? start + (fontSize + 3) * ratio : start - 4 * ratio;
    if (isAcross) ctx.fillText(label, bbox.left + 6 * ratio, above);
    else ctx.fillText(label, start + 4 * ratio, bbox.top + fontSize * ratio);
  }
  ctx.restore();
}

/** An infinite end of a filled band is the edge of the graph. */
function edge(position: number, value: number, bbox: uPlot.BBox, isAcross: boolean): number {
  if (Number.isFinite(value)) return position;
  if (isAcross) return value > 0 ? bbox.top : bbox.top + bbox.height;
  return value > 0 ? bbox.left + bbox.width : bbox.left;
}
