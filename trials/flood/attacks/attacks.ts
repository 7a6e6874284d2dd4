import type { Attack, Victim } from './attack.ts';
import { connections } from './connections.ts';
import { request, unsigned, wronglySigned } from './requests.ts';
import { slowSenders } from './slow-senders.ts';
import { steady } from './steady.ts';

/** Of signed deliveries a second, all the time. */
export const normalPerSecond = 20;

const kB = 1_000;
const MB = 1_000_000;

/** Every attack, in the order they run. */
export const attacks: readonly Attack[] = [
  {
    name: 'noise',
    what: 'unsigned and wrongly signed requests, three times the normal load',
    perSecond: 3 * normalPerSecond,
    run: (victim, tally, stopped) =>
      steady(victim, { perSecond: 60, connections: 20, requests: small(victim) }, tally, stopped),
  },
  {
    name: 'replays',
    what: 'overheard deliveries again and again: two in three still fresh, one signed long ago',
    perSecond: 3 * normalPerSecond,
    run: (victim, tally, stopped) => {
      const [fresh, stale] = [request(victim, victim.fresh), request(victim, victim.stale)];
      return steady(victim, { perSecond: 60, connections: 20, requests: [fresh, fresh, stale] }, tally, stopped);
    },
  },
  {
    name: 'flood',
    what: 'a hundred times the normal load: unsigned and wrongly signed, from nothing to 6 MB, most of them small',
    perSecond: 100 * normalPerSecond,
    run: (victim, tally, stopped) =>
      steady(victim, { perSecond: 2_000, connections: 300, requests: mixed(victim) }, tally, stopped),
  },
  {
    name: 'large',
    what: 'bodies of 6 MB, half of them just below what Lambda takes and half above',
    perSecond: 10,
    run: (victim, tally, stopped) => {
      // The event around the body counts too: with 6.2 MB it is still below 6,291,456 bytes.
      const requests = [unsigned(victim, 6.2 * MB), unsigned(victim, 6.4 * MB)];
      return steady(victim, { perSecond: 10, connections: 50, requests }, tally, stopped);
    },
  },
  {
    name: 'slow-senders',
    what: '400 connections that send a byte four times a second, half of their headers and half of a body',
    run: slowSenders,
  },
  {
    name: 'connections',
    what: '1,000 connections at once, held open in silence; then each sends',
    run: connections,
  },
];

function small(victim: Victim): readonly Buffer[] {
  return [0, 200, 1 * kB, 4 * kB].flatMap((bytes) => [unsigned(victim, bytes), wronglySigned(victim, bytes)]);
}

/** A thousand in their order: 22 MB/s at 2,000 a second. */
function mixed(victim: Victim): readonly Buffer[] {
  const little = small(victim);
  const middle = [unsigned(victim, 64 * kB), wronglySigned(victim, 64 * kB)];
  const much = [unsigned(victim, 262_144), wronglySigned(victim, 262_144), unsigned(victim, 1 * MB)];
  const most = unsigned(victim, 6 * MB);
  return Array.from({ length: 1_000 }, (_, n) => {
    const pick = (from: readonly Buffer[]) => from[n % from.length] ?? most;
    if (n === 999) return most;
    if (n % 250 === 100) return pick(much);
    return n % 50 === 0 ? pick(middle) : pick(little);
  });
}
