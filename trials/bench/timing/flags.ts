import { FlagError, parseFlags } from '../../../tools/command-line/flags.ts';

export interface Flags {
  /** Refusals of each kind. */
  readonly samples: number;
}

const usage = `Whether the time that a wrong signature takes to be refused tells how many of its leading bytes are right.

  npm run bench:timing -- [flags]

  --samples N   refusals of each kind, in whole thousands (100000, a minute)
  --help        this text

Exit status 0 when it was measured, whatever came out, 2 when the command line was wrong, 130 on Ctrl-C.
docs/constant-time.md reads the answer.
`;

const options = { samples: { type: 'string' } } as const;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const { samples = '100000', help } = parseFlags(args, options, 'npm run bench:timing');
  if (help) return usage;
  if (/^[1-9]\d*000$/.test(samples)) return { samples: Number(samples) };
  throw new FlagError(`--samples is "${samples}"; it wants whole thousands, of each kind`);
}
