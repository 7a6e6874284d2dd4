import { FlagError, parseFlags } from '../../tools/command-line/flags.ts';

export interface Flags {
  readonly stack: string;
  /** Settings in place of the stack file's, KEY=VALUE. */
  readonly config: readonly string[];
  /** 0 takes any free port, as do the two below. */
  readonly port: number;
  readonly awsPort: number;
  readonly consolePort: number;
  readonly once: boolean;
  readonly json: boolean;
}

const usage = `Runs the stack on this machine: the same Pulumi program as \`pulumi up\`, with no cloud account.

  npm start -- [flags]

  --stack NAME         which Pulumi.NAME.yaml (dev)
  --config KEY=VALUE   a setting in place of the one in the stack's file, as pulumi up takes it; may be repeated
  --port N             the Function URL (3000)
  --aws-port N         every AWS API, one endpoint (4566)
  --console-port N     the console, a web page (3001)
  --once               send one signed delivery a source, show every step, and stop: exit status 1 when a step failed.
                       Takes free ports where none are named, so that it runs beside another run
  --json               machine-readable lines; the first says where everything is
  --help               this text

A port of 0 takes any free one. Ctrl-C stops everything.

Exit status 0 after Ctrl-C, 1 when the run failed, 2 when the command line was wrong, 130 when it was interrupted before it
ran.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | string {
  const given = parseFlags(args, options, 'npm start');
  if (given.help) return usage;
  const free = given.once ? '0' : undefined;
  const ports = {
    port: port('port', given.port ?? free ?? '3000'),
    'aws-port': port('aws-port', given['aws-port'] ?? free ?? '4566'),
    'console-port': port('console-port', given['console-port'] ?? free ?? '3001'),
  };
  refuseEqual(ports);
  return {
    stack: given.stack ?? 'dev',
    config: given.config ?? [],
    port: ports.port,
    awsPort: ports['aws-port'],
    consolePort: ports['console-port'],
    once: given.once ?? false,
    json: given.json ?? false,
  };
}

const options = {
  stack: { type: 'string' },
  config: { type: 'string', multiple: true },
  port: { type: 'string' },
  'aws-port': { type: 'string' },
  'console-port': { type: 'string' },
  once: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

function port(flag: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  throw new FlagError(`--${flag} is "${text}"; it wants a port from 0 to 65535`);
}

/** Each needs a port of its own; 0 is any free one. */
function refuseEqual(ports: Readonly<Record<string, number>>): void {
  for (const [flag, number] of Object.entries(ports)) {
    const other = Object.keys(ports).find((key) => key !== flag && number !== 0 && ports[key] === number);
    if (other !== undefined)
      throw new FlagError(`--${flag} and --${other} are both ${number}; each wants a port of its own`);
  }
}
