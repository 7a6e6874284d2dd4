/**
 * Whether the time that a wrong signature takes to be refused tells how many of its leading bytes are right: the
 * question of an attacker who guesses a signature byte by byte. docs/constant-time.md reads the answer.
 */
import { cpus } from 'node:os';
import { FlagError, parseFlags } from '../../../tools/command-line/flags.ts';
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

const usage = `Whether the time that a wrong signature takes to be refused tells how many of its leading bytes are right.

  npm run bench:timing -- [flags]

  --samples N   refusals of each kind, in whole thousands (100000, a minute)
  --help        this text

Exit status 0 when it was measured, whatever came out, 2 when the command line was wrong. docs/constant-time.md reads the
answer.
`;

const options = { samples: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

try {
  const { samples, help } = readFlags(process.argv.slice(2));
  if (help) process.stdout.write(usage);
  else await compare(samples);
} catch (error) {
  if (!(error instanceof FlagError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

async function compare(samples: number): Promise<void> {
  console.log(
    `${samples.toLocaleString('en')} refusals of each kind in a random order, less the slowest tenth of all.`,
  );
  console.log(`Node ${process.versions.node} on ${cpus().length} × ${cpus()[0]?.model.trim()}.\n`);
  console.log('| | leading bytes right | mean µs | more than with 0, ns | Welch t |');
  console.log('| --- | ---: | ---: | ---: | ---: |');
  for (const [name, refuse] of Object.entries(subjects)) {
    const taken = await silently(() => measured(refuse, matching, samples));
    for (const row of rows(name, cropped(taken))) console.log(row);
  }
  console.log(
    `\n±: the interval of 95 %. Fewer than ${threshold} standard errors (Welch t) are taken for no difference.`,
  );
}

function rows(name: string, series: readonly Float64Array[]): readonly string[] {
  const [none = new Float64Array()] = series;
  return series.map((one, index) => {
    const { mean, within, t } = difference(one, none);
    const compared = index === 0 ? ['', ''] : [`${mean.toFixed(1)} ± ${within.toFixed(1)}`, t.toFixed(1)];
    const cells = [index === 0 ? name : '', matching[index], (average(one) / 1000).toFixed(3), ...compared];
    return `| ${cells.join(' | ')} |`;
  });
}

function readFlags(args: readonly string[]): { readonly samples: number; readonly help: boolean } {
  const { samples = '100000', help = false } = parseFlags(args, options, 'npm run bench:timing -- --help');
  if (/^[1-9]\d*000$/.test(samples)) return { samples: Number(samples), help };
  throw new FlagError(`--samples is "${samples}"; it wants whole thousands, of each kind`);
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
