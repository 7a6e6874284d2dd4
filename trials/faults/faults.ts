import { board } from '../../tools/command-line/board.ts';
import { listing } from '../../tools/command-line/choices.ts';
import { runCommand } from '../../tools/command-line/command.ts';
import { jsonFile } from '../../tools/command-line/json-file.ts';
import { atOnce } from '../../tools/command-line/map-concurrently.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { type Result, run } from './run.ts';
import { scenarios } from './scenarios.ts';
import { table } from './table.ts';

/** At a time: 20 deliveries a second leave two cores mostly idle. */
const stacks = 3;

process.exitCode = await runCommand(async (interrupted) => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
    return true;
  }
  if (flags.list) {
    process.stdout.write(listing(scenarios));
    return true;
  }
  const write = jsonFile(flags.json);
  const runs: (readonly Result[])[] = [];
  for (let n = 1; n <= flags.runs; n += 1) {
    const results = await runAll(flags, interrupted);
    runs.push(results);
    process.stdout.write(`${flags.runs > 1 ? `run ${n} of ${flags.runs}\n` : ''}${table(results)}\n\n`);
  }
  write({ faultSeconds: flags.seconds, runs });
  const results = runs.flat();
  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = sum(({ problems }) => (problems.length > 0 ? 1 : 0));
  process.stdout.write(
    `lost ${sum(({ account }) => account.lost.length)} of ${sum(({ account }) => account.sent)} sent; ${failed} of ${results.length} scenarios failed\n`,
  );
  return failed === 0;
});

function runAll({ scenarios, seconds }: Flags, interrupted: AbortSignal): Promise<readonly Result[]> {
  const progress = board();
  return atOnce(stacks, scenarios, interrupted, async (scenario, stopped) => {
    const result = await run(scenario, {
      lasts: seconds * 1000,
      interrupted: stopped,
      say: (phase) => progress.say(scenario.name, phase),
    });
    const { account, problems } = result;
    progress.done(scenario.name, problems.length === 0, `${account.sent} sent, ${account.lost.length} lost`);
    return result;
  });
}
