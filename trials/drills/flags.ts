import { choiceList, choiceOf } from '../../tools/command-line/choices.ts';
import { parseFlags } from '../../tools/command-line/flags.ts';
import { drills } from './catalogue/catalogue.ts';
import { normalDay } from './normal-day.ts';

export interface Flags {
  /** Of the drills to run, those that take longest first, so that none is left over alone at the end. */
  readonly names: readonly string[];
  readonly isAll: boolean;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
}

const usage = `Proves the alarms: lets one fault after another happen to the local run, and shows which alarm rang when, whom it told,
and when it was quiet again. The clock of metrics and alarms runs faster meanwhile, and nothing else does. Then every
alarm is changed (taken out, its threshold doubled, silenced), and what was recorded goes through the changed alarms: a
drill has to notice each.

  npm run drill -- [flags]

  --only NAME     one drill; may be given several times
  --list          the drills
  --json FILE     for each drill its fault, the alarms expected and fired, the messages sent, passed
  --help          this text

Each drill has a stack of its own, on free ports, and three are under way at a time; all take some ten minutes. Exit
status 0 when all went as written and every change was noticed, 1 when not, 2 when the command line was wrong, 130 on
Ctrl-C.
`;

const options = {
  only: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  json: { type: 'string' },
} as const;

const all = [normalDay, ...drills];

/**
 * Or the help or the list, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run drill');
  if (given.help) return usage;
  if (given.list) return choiceList([...drills, normalDay]);
  return {
    names: (given.only?.map((name) => choiceOf('only', name, all)) ?? all).map(({ name }) => name),
    isAll: given.only === undefined,
    json: given.json,
  };
}
