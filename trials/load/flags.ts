import { FlagError, integerOf, parseFlags } from '../../tools/command-line/flags.ts';
import { schemes } from '../../tools/senders.ts';
import type { Mix } from '../shared/mix.ts';
import { referenceWorkload, type Workload } from '../shared/workload.ts';

export interface Flags extends Workload {
  readonly mix: Mix;
  readonly stack: string;
  /** Of a source that runs already. */
  readonly url: string | undefined;
  readonly scheme: string;
}

/** Name of the environment variable with the secret of `--url`: arguments are seen by everybody on the machine. */
export const secretVariable = 'WEBHOOK_SECRET';

const usage = `Sends deliveries at a steady rate, as many senders would, and tells how they were answered.

  npm run load -- [flags]

  --rate N             deliveries a second (${referenceWorkload.rate})
  --ramp SECONDS       from one delivery a second up to the rate (${referenceWorkload.rampSeconds})
  --seconds N          at the rate (${referenceWorkload.steadySeconds})
  --wrong PERCENT      of the deliveries, signed with another secret (0)
  --stale PERCENT      signed long ago (0)
  --unsigned PERCENT   without a signature (0)
  --stack NAME         the stack that is run for it, on free ports (dev)
  --url URL            a source that runs already, here or on AWS, instead; its secret is the value of ${secretVariable}
  --scheme NAME        the scheme of that source (momento)
  --help               this text

Exit status 0 when every delivery was answered as it should be, 1 when one was not, 2 when the command line was wrong,
130 on Ctrl-C, after what was sent by then is summed up.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run load');
  if (given.help) return usage;
  const number = (flag: keyof typeof given & string, fallback: number, least: number, most: number) =>
    integerOf(flag, given[flag], fallback, least, most);
  const mix: Mix = {
    wrong: number('wrong', 0, 0, 100),
    stale: number('stale', 0, 0, 100),
    unsigned: number('unsigned', 0, 0, 100),
  };
  const total = mix.wrong + mix.stale + mix.unsigned;
  if (total > 100)
    throw new FlagError(`--wrong, --stale and --unsigned are ${total} % together; they want 100 at most`);
  const scheme = given.scheme ?? 'momento';
  if (!schemes.includes(scheme)) throw new FlagError(`--scheme is "${scheme}"; it wants one of ${schemes.join(', ')}`);
  if (given.url !== undefined && !URL.canParse(given.url))
    throw new FlagError(`--url is "${given.url}"; it wants a URL`);
  return {
    rate: number('rate', referenceWorkload.rate, 1, 1000),
    rampSeconds: number('ramp', referenceWorkload.rampSeconds, 0, 86_400),
    steadySeconds: number('seconds', referenceWorkload.steadySeconds, 0, 86_400),
    mix,
    stack: given.stack ?? 'dev',
    url: given.url,
    scheme,
  };
}

const options = {
  rate: { type: 'string' },
  ramp: { type: 'string' },
  seconds: { type: 'string' },
  wrong: { type: 'string' },
  stale: { type: 'string' },
  unsigned: { type: 'string' },
  stack: { type: 'string' },
  url: { type: 'string' },
  scheme: { type: 'string' },
} as const;
