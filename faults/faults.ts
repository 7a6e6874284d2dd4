import { writeFile } from 'node:fs/promises';
import { runCommand } from '../load/command.ts';
import { board } from './board.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { type Result, run } from './run.ts';
import { scenarios } from './scenarios.ts';

import { table } from './table.ts';

/** Stacks at a time: 20 deliveries a second leave two cores mostly idle. */
const atOnce = 3;

process.exitCode = await runCommand(async (interrupted) => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
    return true;
  }
  if (flags.list) {
    const width = Math.max(...scenarios.map(({ name }) => name.length));
    for (const { name, what } of scenarios) process.stdout.write(`${name.padEnd(width)}  ${what}\n`);
    return true;
  }
  const runs: (readonly Result[])[] = [];
  for (let n = 1; n <= flags.runs; n += 1) {
    const results = await runAll(flags, interrupted);
    runs.push(results);
    process.stdout.write(`${flags.runs > 1 ? `run ${n} of ${flags.runs}\n` : ''}${table(results)}\n\n`);
  }
  if (flags.json !== undefined) {
    await writeFile(flags.json, `${JSON.stringify({ faultSeconds: flags.seconds, runs }, null, 2)}\n`);
  }
  const results = runs.flat();
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = sum(({ problems }) => (problems.length > 0 ? 1 : 0));
  process.stdout.write(
    `lost ${sum(({ account }) => account.lost.length)} of ${sum(({ account }) => account.sent)} sent; ${failed} of ${results.length} scenarios failed\n`,
  );
  return failed === 0;
});

/** A scenario starts whenever another has ended. The first that cannot be carried out stops all. */
async function runAll({ scenarios, seconds }: Flags, interrupted: AbortSignal): Promise<readonly Result[]> {
  const broken = new AbortController();
  const results = new Map<string, Result>();
  const waiting = scenarios.values();
  const progress = board();
  const worker = async () => {
    for (const scenario of waiting) {
      const result = await run(scenario, {
        lasts: seconds * 1000,
        interrupted: AbortSignal.any([interrupted, broken.signal]),
        say: (phase) => progress.say(scenario.name, phase),
      });
      results.set(scenario.name, result);
      const { account, problems } = result;
      progress.done(scenario.name, problems.length === 0, `${account.sent} sent, ${account.lost.length} lost`);
    }
  };
  const workers = Array.from({ length: atOnce }, () =>
    worker().catch((error: unknown) => {
      broken.abort(error);
    }),
  );
  // All of them first: whoever was stopped has its stack to take down.
  await Promise.all(workers);
  broken.signal.throwIfAborted();
  return scenarios.flatMap(({ name }) => results.get(name) ?? []);
}
