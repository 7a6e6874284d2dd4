import { tableLines } from '../../tools/command-line/table.ts';
import { milliseconds } from '../shared/tally-table.ts';
import type { RefusalCost } from './refusal-cost.ts';
import type { Limits, Round } from './verdict.ts';

/** Of each attack: what was offered and how it was answered. */
export function attackTable(rounds: readonly Round[]): string {
  const head = ['attack', 'wanted/s', 'offered/s', 'invoked/s', 'at once', 'throttled/s', 'answers to the attacker'];
  return lines(
    [
      head,
      ...rounds.map(({ name, wantedPerSecond, attack, lambda, seconds }) => [
        name,
        wantedPerSecond?.toString() ?? '',
        attack ? perSecond(attack.sent, seconds) : '',
        perSecond(lambda.invocations, seconds),
        `${lambda.mostConcurrent}`,
        perSecond(lambda.throttles, seconds),
        (attack?.byStatus ?? [])
          .toSorted(([one], [other]) => one - other)
          .map(([status, count]) => `${status || 'none'} ×${count}`)
          .join('  '),
      ]),
    ],
    [head.length - 1],
  );
}

/** Of each attack: how the real sender fared meanwhile. */
export function signedTable(rounds: readonly Round[]): string {
  const head = [
    'attack',
    'signed',
    '2xx',
    '429 rate',
    '429 conc.',
    'other',
    'p50 ms',
    'p99 ms',
    'on the bus',
    'copies',
  ];
  return lines([
    head,
    ...rounds.map(({ name, signed, bus }) => [
      name,
      `${signed.sent}`,
      share(signed.accepted, signed.sent),
      share(signed.throttled.rate, signed.sent),
      share(signed.throttled.concurrency, signed.sent),
      share(signed.lost, signed.sent),
      milliseconds(signed.p50),
      milliseconds(signed.p99),
      `${bus.events}`,
      `${bus.copies}`,
    ]),
  ]);
}

export function memoryTable(rounds: readonly Round[]): string {
  const head = ['attack', 'npm start MB', 'most', 'end', 'environments', 'largest MB'];
  return lines([
    head,
    ...rounds.map(({ name, memory: { begin, most, end, functions, functionMost } }) => [
      name,
      ...[begin, most, end].map((one) => one.toFixed(0)),
      `${functions}`,
      functionMost.toFixed(0),
    ]),
  ]);
}

export function costTable(costs: readonly RefusalCost[]): string {
  const head = ['refused by one environment', 'status', 'a second', 'CPU ms', 'and of the local AWS'];
  return lines([
    head,
    ...costs.map(({ what, status, perSecond, functionMs, hostMs }) => [
      what,
      `${status ?? 'none'}`,
      perSecond.toFixed(0),
      functionMs.toFixed(2),
      hostMs.toFixed(2),
    ]),
  ]);
}

/** Why signed deliveries may get 429 at all. */
export function capText({ reservedConcurrency, requestsPerSecond }: Limits): string {
  return `reservedConcurrency ${reservedConcurrency}: Lambda takes ${reservedConcurrency} at once and ${requestsPerSecond} a second from everybody together, before the function
can see who signed. Beyond that signed and unsigned alike get 429, each in its share. To let in R a second takes R / 10.`;
}

function perSecond(count: number, seconds: number): string {
  return (count / seconds).toFixed(count / seconds < 10 ? 1 : 0);
}

function share(count: number, all: number): string {
  return count === 0 ? '0' : `${count} (${((100 * count) / all).toFixed(1)} %)`;
}

function lines(rows: readonly (readonly string[])[], textColumns?: readonly number[]): string {
  return tableLines(rows, textColumns).join('\n');
}
