import { writeFile } from 'node:fs/promises';
import { board } from '../faults/board.ts';
import { runCommand } from '../load/command.ts';
import { drills } from './catalogue.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { mutationTable, outcomesOf, unnoticed } from './mutation/report.ts';
import { normalDay } from './normal-day.ts';
import { report } from './report.ts';
import { type Result, run } from './running/run.ts';
import { table } from './table.ts';

/** Stacks at a time: each leaves most of a core idle. */
const atOnce = 3;

process.exitCode = await runCommand(async (interrupted) => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
    return true;
  }
  if (flags.list) {
    const all = [...drills, normalDay];
    const width = Math.max(...all.map(({ name }) => name.length));
    for (const { name, what } of all) process.stdout.write(`${name.padEnd(width)}  ${what}\n`);
    return true;
  }
  const began = performance.now();
  const results = await runAll(flags, interrupted);
  const outcomes = outcomesOf(results);
  // With some of the drills some of the changes are not noticed.
  const missed = flags.isAll ? unnoticed(outcomes) : [];
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  if (flags.json !== undefined) await writeFile(flags.json, `${JSON.stringify(report(results, outcomes), null, 2)}\n`);
  process.stdout.write(`${table(results)}\n\n`);
  if (flags.isAll) process.stdout.write(`${mutationTable(outcomes)}\n\n`);
  process.stdout.write(
    `${results.length - failed} passing (${Math.round((performance.now() - began) / 1000)} s)\n${failed} failing\n` +
      `${outcomes.length - missed.length} of ${outcomes.length} changes to alarms were noticed or cannot be\n` +
      `${results.length - failed} of ${results.length} drills went as written\n`,
  );
  return failed === 0 && missed.length === 0;
});

/** A drill starts whenever another has ended. The first that cannot be carried out stops all. */
async function runAll({ names }: Flags, interrupted: AbortSignal): Promise<readonly Result[]> {
  const broken = new AbortController();
  const stop = AbortSignal.any([interrupted, broken.signal]);
  const results = new Map<string, Result>();
  const waiting = names.values();
  const progress = board();
  const worker = async () => {
    for (const name of waiting) {
      const options = { interrupted: stop, say: (phase: string) => progress.say(name, phase) };
      const drill = drills.find((one) => one.name === name);
      const result = drill ? await run(drill, options) : await normalDay.run(options);
      results.set(name, result);
      progress.done(name, result.problems.length === 0, result.problems[0]);
    }
  };
  const workers = Array.from({ length: atOnce }, () =>
    worker().catch((error: unknown) => {
      if (!stop.aborted) broken.abort(error);
    }),
  );
  await Promise.all(workers);
  interrupted.throwIfAborted();
  broken.signal.throwIfAborted();
  return names.flatMap((name) => results.get(name) ?? []);
}
