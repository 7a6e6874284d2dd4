import type { Tally } from './tally.ts';

/** What came of it, for a person at a terminal. */
export function table(tally: Tally, seconds: number): string {
  const { sent, answered, unexpected } = tally;
  const rows = [
    ['sent', `${sent}`, `${(sent / seconds).toFixed(1)} a second over ${seconds.toFixed(0)} s`],
    ...tally
      .byStatus()
      .map(([status, count]) => [status === undefined ? 'no answer' : `${status}`, `${count}`, share(count, answered)]),
    ['as they should', `${answered - unexpected}`, share(answered - unexpected, answered)],
    ...[50, 90, 99, 99.9].map((percent) => [`p${percent}`, milliseconds(tally.latency(percent)), 'ms']),
    ['mean', milliseconds(tally.meanMs), 'ms'],
    ['max', milliseconds(tally.maxMs), 'ms'],
  ];
  return columns(rows);
}

/** The first column to the left, the second to the right. */
export function columns(rows: readonly (readonly string[])[]): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [first, second] = [width(0), width(1)];
  return rows
    .map(([name = '', value = '', says = '']) => `${name.padEnd(first)}  ${value.padStart(second)}  ${says}`.trimEnd())
    .join('\n');
}

export function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function share(count: number, all: number): string {
  return all === 0 ? '' : `${((100 * count) / all).toFixed(2)} %`;
}
