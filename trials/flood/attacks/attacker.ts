import { z } from 'zod';
import { AttackTally } from './attack.ts';
import { attacks } from './attacks.ts';

/** A process of its own: runs the attack that it is told, until it is told to stop, and tells what came of it. */

const delivery = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });
const order = z.object({
  attack: z.string(),
  victim: z.object({ url: z.string(), signedUrl: z.string(), scheme: z.string(), fresh: delivery, stale: delivery }),
});

const stopping = new AbortController();
const tally = new AttackTally();

process.on('message', async (message) => {
  if (message === 'stop') return stopping.abort();
  const { attack: name, victim } = order.parse(message);
  const attack = attacks.find((one) => one.name === name);
  if (!attack) throw new Error(`there is no attack ${name}`);
  await attack.run(victim, tally, stopping.signal);
  const { sent, mostInASecond, byStatus } = tally;
  process.send?.({ sent, mostInASecond, byStatus: [...byStatus].map(([status = 0, count]) => [status, count]) }, () =>
    process.exit(),
  );
});
process.once('disconnect', () => process.exit());
