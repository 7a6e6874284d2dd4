import { FlagError, parseFlags } from '../local/flags.ts';
import { drills } from './catalogue.ts';
import type { Drill } from './drill.ts';

export interface Flags {
  readonly drills: readonly Drill[];
  /** Where the results go as JSON. */
  readonly json: string | undefined;
  readonly list: boolean;
  readonly help: boolean;
}

export const usage = `Proves the alarms: lets one fault after another happen to the local run, and shows which alarm rang when, whom it told,
and when it was quiet again. The clock of metrics and alarms runs faster meanwhile, and nothing else does.

  npm run drill -- [flags]

  --only NAME     one drill; may be given several times
  --list          the drills
  --json FILE     for each drill its fault, the alarms expected and fired, the messages sent, passed
  --help          this text

Each drill has a stack of its own, on free ports, and three are under way at a time. Exit status 0 when all went as
written, 1 when one did not, 2 when the command line was wrong, 130 on Ctrl-C.
`;

const options = {
  only: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  json: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** @throws FlagError in one line */
export function readFlags(args: readonly string[]): Flags {
  const given = parseFlags(args, options, 'npm run drill -- --help');
  return {
    drills: given.only?.map(named) ?? drills,
    json: given.json,
    list: given.list ?? false,
    help: given.help ?? false,
  };
}

function named(name: string): Drill {
  const drill = drills.find((one) => one.name === name);
  if (drill) return drill;
  throw new FlagError(`--only is "${name}"; it wants one of ${drills.map((one) => one.name).join(', ')}`);
}
