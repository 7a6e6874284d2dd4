import { runCommand } from '../../tools/command-line/command.ts';
import { jsonFile } from '../../tools/command-line/output-file.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { startLocalRun } from '../shared/local-run.ts';
import { mixedStack } from '../shared/scheme-mix.ts';
import { attacks } from './attacks/attacks.ts';
import { readFlags } from './flags.ts';
import { ObservedRun } from './observed-run.ts';
import { refusalCosts } from './refusal-cost.ts';
import { attackTable, capText, costTable, memoryTable, signedTable } from './tables.ts';
import { type Limits, problemsOf, type Round } from './verdict.ts';

/** Of npm start: as much as the soak allows it, with room for ten bodies of 6 MB under way. */
const memoryLimits = { megabytes: 400, growthMegabytes: 50 };

process.exitCode = await runCommand(readFlags, async (flags, interrupted) => {
  const { attacks: chosen, seconds, concurrency, json } = flags;
  const write = jsonFile(json);
  const limits: Limits = { reservedConcurrency: concurrency, requestsPerSecond: 10 * concurrency, ...memoryLimits };
  using mixed = mixedStack();
  await using run = await startLocalRun(mixed.name, [`reservedConcurrency=${concurrency}`]);
  const stopped = AbortSignal.any([interrupted, run.ended]);
  const rounds: Round[] = [];
  const { say, end } = progress();
  using observed = new ObservedRun(run);
  for (const attack of [undefined, ...chosen]) {
    say(() => `${attack?.name ?? 'calm'} …`);
    if (stopped.aborted) break;
    const round = await observed.round(attack, seconds, stopped).catch((error: unknown) => {
      // A stack that is gone answers nobody; that it is gone says more.
      run.ended.throwIfAborted();
      throw error;
    });
    rounds.push(round);
  }
  const costs = chosen.length === attacks.length ? await refusalCosts(run, stopped) : [];
  end();
  run.ended.throwIfAborted();
  const wrong = rounds.flatMap((round) => problemsOf(round, limits));
  const tables = [
    attackTable(rounds),
    signedTable(rounds),
    memoryTable(rounds),
    ...(costs.length > 0 ? [costTable(costs)] : []),
  ];
  const verdict = wrong.length === 0 ? 'as it must be: everything signed, the memory and the bus' : wrong.join('\n');
  process.stdout.write(`${[...tables, capText(limits), verdict].join('\n\n')}\n`);
  write({ limits, rounds, costs, problems: wrong });
  return wrong.length === 0;
});
