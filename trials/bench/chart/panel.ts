import { box, line, text } from '../../../tools/picture/svg.ts';

/** One bar: its parts one after another, from zero. */
export interface Bar {
  readonly name: string;
  readonly parts: readonly BarPart[];
  /** Where the 99th percentile lies. */
  readonly p99?: number;
}

export interface BarPart {
  readonly name: string;
  /** Style class. */
  readonly style: string;
  readonly value: number;
}

export interface ChartPanel {
  readonly title: string;
  /** Of the axis. */
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const left = 150;
const right = 70;
const rowHeight = 26;
const barHeight = 16;
const titleHeight = 30;
const axisHeight = 40;

export function panelHeight({ bars }: ChartPanel): number {
  return titleHeight + bars.length * rowHeight + axisHeight;
}

/** Horizontal bars on an axis that begins at zero. */
export function drawPanel({ title, unit, bars }: ChartPanel, top: number, width: number): string {
  const longest = Math.max(...bars.map((bar) => Math.max(length(bar), bar.p99 ?? 0)));
  const step = tickStep(longest);
  const end = Math.ceil(longest / step) * step;
  const x = (value: number) => left + (value / end) * (width - left - right);
  const first = top + titleHeight;
  const bottom = first + bars.length * rowHeight;

  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, index) => index * step);
  const axis = ticks.flatMap((value) => [
    line(x(value), first - 4, x(value), bottom, 'grid'),
    text(x(value), bottom + 16, plain(value), { 'text-anchor': 'middle', class: 'small' }),
  ]);
  const rows = bars.map((bar, row) => drawBar(bar, first + row * rowHeight, x, unit));
  return [
    text(left, top + 14, title, { class: 'heading' }),
    ...axis,
    text(left, bottom + 32, unit, { class: 'small' }),
    ...rows,
  ].join('\n');
}

function drawBar(bar: Bar, top: number, x: (value: number) => number, unit: string): string {
  const middle = top + rowHeight / 2;
  const upper = middle - barHeight / 2;
  let before = 0;
  const parts = bar.parts.map(({ name, style, value }) => {
    const start = x(before);
    before += value;
    return box(
      start,
      upper,
      Math.max(0, x(before) - start),
      barHeight,
      style,
      `${bar.name}, ${name}: ${plain(value)} ${unit}`,
    );
  });
  const { p99 } = bar;
  const whisker =
    p99 === undefined
      ? []
      : [line(x(before), middle, x(p99), middle, 'whisker'), line(x(p99), middle - 5, x(p99), middle + 5, 'whisker')];
  return [
    text(left - 10, middle + 4, bar.name, { 'text-anchor': 'end' }),
    ...parts,
    ...whisker,
    text(x(Math.max(before, p99 ?? 0)) + 6, middle + 4, plain(before), { class: 'small' }),
  ].join('');
}

function length({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0);
}

/** 1, 2 or 5 times a power of ten, so that there are four to ten ticks. */
function tickStep(longest: number): number {
  const power = 10 ** Math.floor(Math.log10(longest / 4));
  const factor = [5, 2, 1].find((factor) => longest / (factor * power) >= 4) ?? 1;
  return factor * power;
}

function plain(value: number): string {
  return String(Number(value.toPrecision(3)));
}
