import { listing } from '../../tools/command-line/choices.ts';
import { runCommand } from '../../tools/command-line/command.ts';
import { FlagError } from '../../tools/command-line/flags.ts';
import { jsonFile } from '../../tools/command-line/json-file.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { startLocalRun } from '../shared/local-run.ts';
import { attacks } from './attacks/attacks.ts';
import { readFlags, usage } from './flags.ts';
import { Scene } from './observed-run.ts';
import { refusalCosts } from './refusal-cost.ts';
import { attackTable, capText, costTable, memoryTable, signedTable } from './tables.ts';
import { type Limits, problemsOf, type Round } from './verdict.ts';

/** Of npm start: as much as the soak allows it, with room for ten bodies of 6 MB under way. */
const flat = { megabytes: 400, growthMegabytes: 50 };

process.exitCode = await runCommand(async (interrupted) => {
  const { attacks: chosen, seconds, concurrency, json, list, help } = readFlags(process.argv.slice(2));
  if (help || list) {
    process.stdout.write(help ? usage : listing(attacks));
    return true;
  }
  if (process.platform !== 'linux') throw new FlagError('the flood reads the memory from /proc, which only Linux has');
  const write = jsonFile(json);
  const limits: Limits = { reservedConcurrency: concurrency, requestsPerSecond: 10 * concurrency, ...flat };
  await using run = await startLocalRun('dev', [`reservedConcurrency=${concurrency}`]);
  const stopped = AbortSignal.any([interrupted, run.ended]);
  const rounds: Round[] = [];
  const { say, end } = progress();
  using scene = new Scene(run);
  for (const attack of [undefined, ...chosen]) {
    say(() => `${attack?.name ?? 'calm'} …`);
    if (stopped.aborted) break;
    const round = await scene.round(attack, seconds, stopped).catch((error: unknown) => {
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
