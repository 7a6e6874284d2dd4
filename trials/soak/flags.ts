import { FlagError, integerOf, parseFlags } from '../../tools/command-line/flags.ts';

export interface Flags {
  readonly deliveries: number;
}

/** An hour of 20 per second. */
const hour = 72_000;

/** What `npm start` may take, and how long a person at the console may wait for a whole dashboard. */
export const limits = { megabytes: 400, dashboardMs: 1_000 };

const usage = `Sends as many deliveries as an hour of 20 a second has, as fast as this machine takes them, and watches npm start
meanwhile.

  npm run soak -- [flags]

  --deliveries N   how many (${hour})
  --help           this text

Three in a hundred are wrong, stale or unsigned. Exit status 0 when every one was answered as it should be, npm start
stayed under ${limits.megabytes} MB and 99 of 100 dashboards came within ${limits.dashboardMs} ms; 1 otherwise, 2 when the command line was wrong,
130 on Ctrl-C.
`;

const options = { deliveries: { type: 'string' } } as const;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run soak');
  if (given.help) return usage;
  const deliveries = integerOf('deliveries', given.deliveries, hour, 1, 10_000_000);
  if (process.platform !== 'linux') throw new FlagError('the soak reads the memory from /proc, which only Linux has');
  return { deliveries };
}
