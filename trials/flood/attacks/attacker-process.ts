import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { Victim } from './attack.ts';

const results = z.object({
  sent: z.number(),
  mostInASecond: z.number(),
  /** 0 stands for no answer. */
  byStatus: z.array(z.tuple([z.number(), z.number()])),
});

/** What an attacker saw of its own requests. */
export type AttackResults = Readonly<z.output<typeof results>>;

/** An attacker has machines of its own. Here it yields to the two sides that are measured, and its rate is told. */
const niceness = 5;

/** Runs an attack in a process of its own for as long as something else takes. */
export async function underAttack<T>(
  attack: string,
  victim: Victim,
  meanwhile: () => Promise<T>,
): Promise<readonly [T, AttackResults]> {
  const child = fork(join(import.meta.dirname, 'attacker.ts'), { detached: true });
  try {
    if (child.pid !== undefined) setPriority(child.pid, niceness);
    child.send({ attack, victim });
    const done = await meanwhile();
    const told = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
    child.send('stop');
    const [message] = await told;
    return [done, results.parse(message)];
  } finally {
    child.kill('SIGKILL');
  }
}
