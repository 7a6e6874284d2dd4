import { accessSync, constants, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { CommandError } from '../../tools/command-line/command.ts';
import { FlagError } from '../../tools/command-line/flags.ts';
import { reaching } from '../../tools/command-line/json-file.ts';
import { chart } from './chart/chart.ts';
import { defaultChart, type Flags, readFlags, usage } from './flags.ts';
import { PeerError } from './measure/hosted.ts';
import { peerNames } from './peers/peers.ts';
import { progress } from './progress.ts';
import { machine, resultsOf, UnequalWork } from './report.ts';
import { planOf, run, turnsOf } from './run.ts';
import { table } from './table.ts';

/** Ctrl-C, or the end of the terminal. */
class Interrupted extends Error {}

process.exitCode = await main(process.argv.slice(2));

/** The exit status, as `--help` explains it. */
async function main(args: readonly string[]): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort(new Interrupted('interrupted: nothing was written'));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const flags = readFlags(args);
    if (flags.help) process.stdout.write(usage);
    else await bench(flags, interrupted.signal);
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    if (error instanceof Interrupted) return 130;
    return error instanceof FlagError ? 2 : 1;
  }
}

function isExpected(error: unknown): error is Error {
  return [FlagError, Interrupted, CommandError, PeerError, UnequalWork].some((known) => error instanceof known);
}

async function bench(flags: Flags, interrupted: AbortSignal): Promise<void> {
  if (process.platform !== 'linux') {
    throw new CommandError('the benchmark reads the CPU time of processes from /proc, which only Linux has');
  }
  const files = [flags.svg, ...(flags.json === undefined ? [] : [flags.json])];
  if (flags.svg === defaultChart) mkdirSync(dirname(defaultChart), { recursive: true });
  // A run of minutes should not end without a place for its results.
  for (const file of files) reaching(file, () => accessSync(dirname(file), constants.W_OK));
  const plan = planOf(flags);
  const before = machine();
  const pace = progress(turnsOf(plan, peerNames.length), interrupted);
  const measured = await run(plan, pace).finally(pace.end);
  const results = resultsOf(plan, before, measured);
  process.stdout.write(`${table(results)}\n`);
  reaching(flags.svg, () => writeFileSync(flags.svg, chart(results)));
  const { json } = flags;
  if (json !== undefined) reaching(json, () => writeFileSync(json, `${JSON.stringify(results, undefined, 2)}\n`));
  process.stderr.write(`wrote ${files.map((file) => relative('', file)).join(' and ')}\n`);
}
