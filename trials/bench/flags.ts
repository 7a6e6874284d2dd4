import { CommandError } from '../../tools/command-line/command.ts';
import { FlagError, parseFlags } from '../../tools/command-line/flags.ts';

export interface Flags {
  /** Of each peer. */
  readonly coldStarts: number;
  readonly warmDeliveries: number;
  /** Memory sizes whose CPU share is measured. */
  readonly memoryMb: readonly number[];
  readonly json: string | undefined;
  readonly svg: string;
}

/** Of a run and of a quick one. */
const full = { coldStarts: 30, warmDeliveries: 5_000 };
const quick = { coldStarts: 3, warmDeliveries: 500 };

const defaultMemory = '128,256,512,1024';
export const defaultChart = 'dist/bench.svg';

const usage = `Compares webhook-bridge with what it could have been, under the same local Lambda and the same local AWS.

  npm run bench -- [flags]

  --quick              a tenth: ${quick.coldStarts} cold starts and ${quick.warmDeliveries} warm deliveries of each peer
  --cold-starts N      of each peer (${full.coldStarts})
  --warm N             warm deliveries of each peer (${full.warmDeliveries})
  --memory LIST        memory sizes in MB whose CPU share is measured (${defaultMemory})
  --json FILE          write every figure to FILE
  --svg FILE           where the chart goes (${defaultChart})
  --help               this text

A full run takes up to 10 minutes on 2 cores. Exit status 0 when it was measured, whatever came out; 1 when it failed;
2 when the command line was wrong; 130 on Ctrl-C.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm run bench');
  if (given.help) return usage;
  const repetitions = given.quick ? quick : full;
  const flags = {
    coldStarts: count('cold-starts', given['cold-starts']) ?? repetitions.coldStarts,
    warmDeliveries: count('warm', given.warm) ?? repetitions.warmDeliveries,
    memoryMb: (given.memory ?? defaultMemory).split(',').map(memory),
    json: given.json,
    svg: given.svg ?? defaultChart,
  };
  if (process.platform !== 'linux') {
    throw new CommandError('the benchmark reads the CPU time of processes from /proc, which only Linux has');
  }
  return flags;
}

const options = {
  quick: { type: 'boolean' },
  'cold-starts': { type: 'string' },
  warm: { type: 'string' },
  memory: { type: 'string' },
  json: { type: 'string' },
  svg: { type: 'string' },
} as const;

function count(flag: string, text: string | undefined): number | undefined {
  if (text === undefined || /^[1-9]\d{0,6}$/.test(text)) return text === undefined ? undefined : Number(text);
  throw new FlagError(`--${flag} is "${text}"; it wants a whole number from 1`);
}

/** Lambda's limits, in MB. */
function memory(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= 128 && number <= 10_240) return number;
  throw new FlagError(`--memory has "${text}"; it wants sizes from 128 to 10240, with commas between them`);
}
