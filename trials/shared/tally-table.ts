import { tableLines } from '../../tools/command-line/table.ts';
import type { Tally } from './tally.ts';

/** What came of it, for a person at a terminal. */
export function tallyTable(tally: Tally, seconds: number): string {
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
  return tableLines(rows, [2]).join('\n');
}

export function milliseconds(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}

function share(count: number, all: number): string {
  return all === 0 ? '' : `${((100 * count) / all).toFixed(2)} %`;
}
