import { choiceList, choiceOf } from '../../tools/command-line/choices.ts';
import { FlagError, integerOf, parseFlags } from '../../tools/command-line/flags.ts';
import type { Attack } from './attacks/attack.ts';
import { attacks, normalPerSecond } from './attacks/attacks.ts';

export interface Flags {
  readonly attacks: readonly Attack[];
  readonly seconds: number;
  readonly concurrency: number;
  readonly json: string | undefined;
}

const usage = `Attacks the stack on this machine while a real sender delivers ${normalPerSecond} a second, signed by one
scheme after the other, and tells what became of both.

  npm run flood -- [flags]

  --only NAME       this attack alone, after the calm that it is compared with
  --seconds N       of each attack (20)
  --concurrency N   reservedConcurrency of the stack (10); Lambda takes ten times as many requests a second
  --json FILE       the figures, in JSON
  --list            the attacks
  --help            this text

Exit status 0 when everything signed was answered 2xx, or 429 with the limit that it names reached; when the memory of
npm start was flat; and when the bus had the deliveries answered 2xx and nothing else. 1 otherwise, 2 when the command line
was wrong, 130 on Ctrl-C.
`;

/**
 * Or the help or the list, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run flood');
  if (given.help) return usage;
  if (given.list) return choiceList(attacks);
  const flags = {
    attacks: given.only === undefined ? attacks : [choiceOf('only', given.only, attacks)],
    seconds: integerOf('seconds', given.seconds, 20, 1, 3_600),
    concurrency: integerOf('concurrency', given.concurrency, 10, 1, 100),
    json: given.json,
  };
  if (process.platform !== 'linux') throw new FlagError('the flood reads the memory from /proc, which only Linux has');
  return flags;
}

const options = {
  only: { type: 'string' },
  seconds: { type: 'string' },
  concurrency: { type: 'string' },
  json: { type: 'string' },
  list: { type: 'boolean' },
} as const;
