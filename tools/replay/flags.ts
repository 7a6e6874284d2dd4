import { endpointOf } from '../aws-access.ts';
import { FlagError, parseFlags } from '../command-line/flags.ts';
import { iso, relative, timeOf } from './time.ts';

export interface Flags {
  /** Milliseconds since the epoch; the window begins with it. */
  readonly from: number;
  /** The window ends before it. */
  readonly to: number;
  /** Of the settings, or names on the bus; all rules of the bus when there are none. */
  readonly rules: readonly string[];
  readonly isDryRun: boolean;
  readonly stack: string;
  readonly region: string | undefined;
  /** Where AWS is; AWS itself without it. */
  readonly endpoint: string | undefined;
  readonly json: boolean;
}

const usage = `Replays archived events: puts what was on the bus before its rules once more.

  npm run replay -- --from TIME [flags]

  --from TIME          of the oldest event: 2026-07-10T12:00:00Z, 2026-07-10 (UTC), or so long ago: -90m, -1h, -2d
  --to TIME            before which the newest event was (now)
  --rule NAME          a rule that gets the events, as the settings name it; may be repeated (all rules of the bus)
  --dry-run            say what would be replayed, and start nothing
  --stack NAME         the stack whose archive it is: Pulumi.NAME.yaml (dev)
  --region REGION      of the stack (the one of its settings)
  --endpoint-url URL   where AWS is (AWS_ENDPOINT_URL, or else AWS itself); npm start prints the local one
  --json               one line of JSON at the end
  --help               this text

The time of an event is when its delivery was received. Replayed events have the id that they had, and the name of the
replay in "replay-name": consumers that tell duplicates by detail.metadata.id take each delivery once.

EventBridge archives with a delay; it asks to wait ten minutes before the newest events are replayed. Ctrl-C stops
watching, and the replay goes on: the command that cancels it is printed.

On AWS your credentials want events:DescribeArchive, ListRules, ListTargetsByRule, StartReplay and DescribeReplay, and
cloudwatch:GetMetricStatistics to count. Exit status 0 when the replay is completed, 1 when it failed, was cancelled or
could not start, 2 when the command line was wrong, 130 on Ctrl-C.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[], environment: NodeJS.ProcessEnv, now: number): Flags | string {
  const given = parseFlags(joined(args), options, 'npm run replay');
  if (given.help) return usage;
  if (given.from === undefined) throw new FlagError('--from is missing; npm run replay -- --help lists the flags');
  const from = timeOf('from', given.from, now);
  const to = given.to === undefined ? now : timeOf('to', given.to, now);
  if (to > now) throw new FlagError(`--to is ${iso(to)}, which is still to come`);
  if (from >= to) throw new FlagError('--from is not before --to');
  return {
    from,
    to,
    rules: given.rule ?? [],
    isDryRun: given['dry-run'] ?? false,
    stack: given.stack ?? 'dev',
    region: given.region,
    endpoint: endpointOf(given['endpoint-url'], environment),
    json: given.json ?? false,
  };
}

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  rule: { type: 'string', multiple: true },
  'dry-run': { type: 'boolean' },
  stack: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** Node takes `--from -1h` for two flags, and `--from=-1h` for one with its value. */
function joined(args: readonly string[]): readonly string[] {
  const isTimeOf = (flag = '', value = '') => /^--(from|to)$/.test(flag) && relative.test(value);
  return args.flatMap((arg, index) => {
    if (isTimeOf(args[index - 1], arg)) return [];
    return isTimeOf(arg, args[index + 1]) ? [`${arg}=${args[index + 1]}`] : [arg];
  });
}
