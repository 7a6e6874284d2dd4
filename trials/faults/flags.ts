import { choiceList, choiceOf } from '../../tools/command-line/choices.ts';
import { FlagError, integerOf, parseFlags } from '../../tools/command-line/flags.ts';
import { mixedSchemes } from '../shared/scheme-mix.ts';
import type { Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

export interface Flags {
  readonly scenarios: readonly Scenario[];
  /** Of the scenarios, one after the other. */
  readonly schemes: readonly string[];
  readonly runs: number;
  /** How long each fault lasts. */
  readonly seconds: number;
  /** Where the results go as JSON. */
  readonly json: string | undefined;
}

const usage = `Lets go wrong what can go wrong while deliveries come, and accounts for every one of them: what was answered 2xx
must be on the bus by its id within a minute of recovery, and why anything else was not taken must be written down.

  npm run faults -- [flags]

  --only NAME     one scenario; may be given several times
  --scheme NAME   how the deliveries are signed; may be given several times (a mix: each scenario has the next of
                  ${mixedSchemes.join(', ')})
  --list          the scenarios
  --seconds N     how long each fault lasts (60)
  --runs N        how often all of it happens (1)
  --json FILE     everything that was found, as JSON
  --help          this text

Each scenario has a stack of its own, on free ports, and three happen at a time. Exit status 0 when all is as it must
be, 1 when it is not, 2 when the command line was wrong, 130 on Ctrl-C.
`;

const options = {
  only: { type: 'string', multiple: true },
  scheme: { type: 'string', multiple: true },
  list: { type: 'boolean' },
  seconds: { type: 'string' },
  runs: { type: 'string' },
  json: { type: 'string' },
} as const;

/**
 * Or the help or the list, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run faults');
  if (given.help) return usage;
  if (given.list) return choiceList(scenarios);
  return {
    scenarios: given.only?.map((name) => choiceOf('only', name, scenarios)) ?? scenarios,
    schemes: given.scheme?.map(schemeOf) ?? mixedSchemes,
    runs: integerOf('runs', given.runs, 1, 1, 100),
    seconds: integerOf('seconds', given.seconds, 60, 1, 3600),
    json: given.json,
  };
}

/** One whose answers have an id: by that the account finds a delivery again. */
function schemeOf(name: string): string {
  if (mixedSchemes.some((scheme) => scheme === name)) return name;
  throw new FlagError(`--scheme is "${name}"; it wants one of ${mixedSchemes.join(', ')}`);
}
