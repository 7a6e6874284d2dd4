/**
 * Whether the time that a wrong signature takes to be refused tells how many of its leading bytes are right: the
 * question of an attacker who guesses a signature byte by byte. docs/constant-time.md reads the answer.
 */
import { cpus } from 'node:os';
import { runCommand } from '../../../tools/command-line/command.ts';
import { readFlags } from './flags.ts';
import { measured } from './measure.ts';
import { earlyExit, handling, type Refuse, verification } from './refusals.ts';
import { average, cropped, difference, threshold } from './welch.ts';

/** Leading bytes that are right, of the 32. */
const matching = [0, 8, 16, 31] as const;

const subjects: Readonly<Record<string, Refuse>> = {
  'verify()': verification,
  'the whole handler': handling(),
  'for comparison, one that ends at the first wrong byte': earlyExit,
};

process.exitCode = await runCommand(readFlags, async ({ samples }, interrupted) => {
  print(`${samples.toLocaleString('en')} refusals of each kind in a random order, less the slowest tenth of all.`);
  print(`Node ${process.versions.node} on ${cpus().length} × ${cpus()[0]?.model.trim()}.\n`);
  print('| | leading bytes right | mean µs | more than with 0, ns | Welch t |');
  print('| --- | ---: | ---: | ---: | ---: |');
  for (const [name, refuse] of Object.entries(subjects)) {
    const taken = await silently(() => measured(refuse, matching, samples, interrupted));
    for (const row of rows(name, cropped(taken))) print(row);
  }
  print(`\n±: the interval of 95 %. Fewer than ${threshold} standard errors (Welch t) are taken for no difference.`);
  return true;
});

function rows(name: string, series: readonly Float64Array[]): readonly string[] {
  const [none = new Float64Array()] = series;
  return series.map((one, index) => {
    const { mean, within, t } = difference(one, none);
    const compared = index === 0 ? ['', ''] : [`${mean.toFixed(1)} ± ${within.toFixed(1)}`, t.toFixed(1)];
    const cells = [index === 0 ? name : '', matching[index], (average(one) / 1000).toFixed(3), ...compared];
    return `| ${cells.join(' | ')} |`;
  });
}

/** Log lines and metrics are made as ever, and go nowhere. */
async function silently<T>(run: () => Promise<T>): Promise<T> {
  const streams = [process.stdout, process.stderr];
  const writes = streams.map(({ write }) => write);
  for (const stream of streams) stream.write = () => true;
  try {
    return await run();
  } finally {
    for (const [index, stream] of streams.entries()) stream.write = writes[index] ?? stream.write;
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
