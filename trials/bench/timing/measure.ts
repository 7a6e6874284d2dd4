import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Forgery, forgery, type Refuse } from './refusals.ts';

/** Until V8 has optimised what is measured. */
const warmUps = 20_000;

/** Made ahead, so that what makes them is not what the processor has just done when they are refused. */
const batch = 1_000;

/** Nanoseconds that refusals took, for each number of leading bytes that are right, in a random order. */
export async function measured(
  refuse: Refuse,
  matching: readonly number[],
  samples: number,
  interrupted: AbortSignal,
): Promise<readonly Float64Array[]> {
  const taken = matching.map((): number[] => []);
  for (let done = -warmUps; done < samples * matching.length; done += batch) {
    // Refusals do not give way to anything else, which Ctrl-C is.
    await nextTurn();
    interrupted.throwIfAborted();
    const drawn = shuffled(
      matching.flatMap((_, index) => Array.from({ length: batch / matching.length }, () => index)),
    );
    const forgeries = drawn.map((index) => forgery(matching[index] ?? 0));
    const times: number[] = [];
    for (const one of forgeries) times.push(await timed(refuse, one));
    if (done < 0) continue;
    for (const [at, index] of drawn.entries()) taken[index]?.push(times[at] ?? 0);
  }
  return taken.map((times) => Float64Array.from(times));
}

async function timed(refuse: Refuse, forgery: Forgery): Promise<number> {
  const started = performance.now();
  await refuse(forgery);
  return (performance.now() - started) * 1e6;
}

/** Fisher and Yates. */
function shuffled(indices: number[]): readonly number[] {
  for (let last = indices.length - 1; last > 0; last -= 1) {
    const other = Math.floor(Math.random() * (last + 1));
    [indices[last], indices[other]] = [indices[other] ?? 0, indices[last] ?? 0];
  }
  return indices;
}
