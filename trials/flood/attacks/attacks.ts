import { referenceWorkload } from '../../shared/workload.ts';
import type { Attack, Victim } from './attack.ts';
import { connections } from './connections.ts';
import { request, unsigned, wronglySigned } from './requests.ts';
import { slowSenders } from './slow-senders.ts';
import { type Stream, steady } from './steady.ts';

/** Signed deliveries per second, all the time. */
export const normalPerSecond = referenceWorkload.rate;

const kB = 1_000;
const MB = 1_000_000;

/** Every attack, in the order they run. */
export const attacks: readonly Attack[] = [
  steadyAttack({
    name: 'noise',
    what: 'unsigned and wrongly signed requests, three times the normal load',
    perSecond: 3 * normalPerSecond,
    connections: 20,
    requests: small,
  }),
  steadyAttack({
    name: 'replays',
    what: 'overheard deliveries again and again: two in three still fresh, one signed long ago',
    perSecond: 3 * normalPerSecond,
    connections: 20,
    requests(victim) {
      const [fresh, stale] = [request(victim, victim.fresh), request(victim, victim.stale)];
      return [fresh, fresh, stale];
    },
  }),
  steadyAttack({
    name: 'flood',
    what: 'a hundred times the normal load: unsigned and wrongly signed, from nothing to 6 MB, most of them small',
    perSecond: 100 * normalPerSecond,
    connections: 300,
    requests: mixed,
  }),
  steadyAttack({
    name: 'large',
    what: 'bodies of 6 MB, half of them just below what Lambda takes and half above',
    perSecond: 10,
    connections: 50,
    // The event around the body counts too: with 6.2 MB it is still below 6,291,456 bytes.
    requests: (victim) => [unsigned(victim, 6.2 * MB), unsigned(victim, 6.4 * MB)],
  }),
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

interface SteadyAttack extends Omit<Stream, 'requests'> {
  readonly name: string;
  readonly what: string;
  readonly requests: (victim: Victim) => readonly Buffer[];
}

function steadyAttack({ name, what, requests, ...stream }: SteadyAttack): Attack {
  return {
    name,
    what,
    perSecond: stream.perSecond,
    run: (victim, tally, stopped) => steady(victim, { ...stream, requests: requests(victim) }, tally, stopped),
  };
}

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
