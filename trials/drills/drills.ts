import { runCommand } from '../../tools/command-line/command.ts';
import { mapConcurrently } from '../../tools/command-line/map-concurrently.ts';
import { jsonFile } from '../../tools/command-line/output-file.ts';
import { taskProgress } from '../../tools/command-line/progress.ts';
import { drills } from './catalogue/catalogue.ts';
import { type Flags, readFlags } from './flags.ts';
import { mutationTable, outcomesOf, unnoticed } from './mutation/report.ts';
import { normalDay } from './normal-day.ts';
import { report } from './report.ts';
import { type DrillResult, runDrill } from './run/run.ts';
import { table } from './table.ts';

/**
 * Stacks at a time: each leaves most of a core idle. With a fourth, a function that is slow for want of CPU starts another
 * environment now and then, which rings what should not ring.
 */
const concurrency = 3;

process.exitCode = await runCommand(readFlags, async (flags, interrupted) => {
  const write = jsonFile(flags.json);
  const began = performance.now();
  const results = await runAll(flags, interrupted);
  const outcomes = outcomesOf(results);
  // With some of the drills some of the changes are not noticed.
  const missed = flags.isAll ? unnoticed(outcomes) : [];
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`${table(results)}\n\n`);
  if (flags.isAll) process.stdout.write(`${mutationTable(outcomes)}\n\n`);
  process.stdout.write(
    `${results.length - failed} passing (${Math.round((performance.now() - began) / 1000)} s)\n${failed} failing\n`,
  );
  if (flags.isAll) {
    const seen = outcomes.length - missed.length;
    process.stdout.write(`${seen} of ${outcomes.length} changes to alarms were noticed\n`);
  }
  process.stdout.write(`${results.length - failed} of ${results.length} drills went as written\n`);
  write(report(results, outcomes));
  return failed === 0 && missed.length === 0;
});

function runAll({ names }: Flags, interrupted: AbortSignal): Promise<readonly DrillResult[]> {
  const progress = taskProgress();
  return mapConcurrently(names, concurrency, interrupted, async (name, stopped) => {
    const options = { interrupted: stopped, say: (phase: string) => progress.say(name, phase) };
    const drill = drills.find((one) => one.name === name);
    const result = drill ? await runDrill(drill, options) : await normalDay.run(options);
    progress.done(name, result.problems.length === 0, result.problems[0]);
    return result;
  });
}
