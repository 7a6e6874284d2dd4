import { runCommand } from '../../tools/command-line/command.ts';
import { mapConcurrently } from '../../tools/command-line/map-concurrently.ts';
import { jsonFile } from '../../tools/command-line/output-file.ts';
import { taskProgress } from '../../tools/command-line/progress.ts';
import { type Flags, readFlags } from './flags.ts';
import { runScenario, type ScenarioResult } from './run.ts';
import { table } from './table.ts';

/** Stacks at a time: 20 deliveries per second leave two cores mostly idle. */
const concurrency = 3;

process.exitCode = await runCommand(readFlags, async (flags, interrupted) => {
  const write = jsonFile(flags.json);
  const runs: (readonly ScenarioResult[])[] = [];
  for (let n = 1; n <= flags.runs; n += 1) {
    const results = await runAll(flags, interrupted);
    runs.push(results);
    process.stdout.write(`${flags.runs > 1 ? `run ${n} of ${flags.runs}\n` : ''}${table(results)}\n\n`);
  }
  write({ faultSeconds: flags.seconds, runs });
  const results = runs.flat();
  const sum = (of: (result: ScenarioResult) => number) => results.reduce((total, result) => total + of(result), 0);
  const failed = sum(({ problems }) => (problems.length > 0 ? 1 : 0));
  process.stdout.write(
    `lost ${sum(({ account }) => account.lost.length)} of ${sum(({ account }) => account.sent)} sent; ${failed} of ${results.length} scenarios failed\n`,
  );
  return failed === 0;
});

function runAll({ scenarios, schemes, seconds }: Flags, interrupted: AbortSignal): Promise<readonly ScenarioResult[]> {
  const progress = taskProgress();
  return mapConcurrently(scenarios, concurrency, interrupted, async (scenario, stopped) => {
    const result = await runScenario(scenario, {
      scheme: schemes[scenarios.indexOf(scenario) % schemes.length] ?? '',
      lasts: seconds * 1000,
      interrupted: stopped,
      say: (phase) => progress.say(scenario.name, phase),
    });
    const { account, problems } = result;
    progress.done(scenario.name, problems.length === 0, `${account.sent} sent, ${account.lost.length} lost`);
    return result;
  });
}
