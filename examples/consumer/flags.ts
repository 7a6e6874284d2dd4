import { parseArgs } from 'node:util';

export interface Flags {
  readonly queueUrl: string;
  /** Of the local run; undefined is AWS. */
  readonly endpointUrl: string | undefined;
  readonly database: string;
  readonly keepMs: number;
  readonly visibilitySeconds: number;
}

export const usage = `Processes each delivery of a rule's queue once, however often it comes. docs/consumers.md explains how.

  npm run example -- --queue-url URL [flags]

  --queue-url URL           of the queue: pulumi stack output queueUrls
  --endpoint-url URL        the local run's AWS endpoint, e.g. http://127.0.0.1:4566; without it, AWS
  --database FILE           what was processed, and the work's own tables (consumer.sqlite)
  --keep-days N             how long an id is remembered (146)
  --visibility-seconds N    after how long an unfinished message comes again (30)
  --help                    this text

Ctrl-C ends it after the message in hand. Exit status 2 when the command line is wrong.
`;

const options = {
  'queue-url': { type: 'string' },
  'endpoint-url': { type: 'string' },
  database: { type: 'string', default: 'consumer.sqlite' },
  // The archive's 90 days, within which a replay brings an event again, and 14 for each of four queues on the way.
  'keep-days': { type: 'string', default: '146' },
  'visibility-seconds': { type: 'string', default: '30' },
  help: { type: 'boolean', default: false },
} as const;

/** The command line is wrong. */
export class FlagError extends Error {}

/**
 * @returns undefined when the usage is wanted
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[]): Flags | undefined {
  const values = parse(args);
  if (values.help) return undefined;
  const queueUrl = values['queue-url'];
  if (queueUrl === undefined) throw new FlagError('--queue-url is missing; --help lists the flags');
  return {
    queueUrl,
    endpointUrl: values['endpoint-url'],
    database: values.database,
    keepMs: wholeNumber('keep-days', values['keep-days']) * 86_400_000,
    visibilitySeconds: wholeNumber('visibility-seconds', values['visibility-seconds']),
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new FlagError(error instanceof Error ? error.message : String(error));
  }
}

function wholeNumber(flag: string, text: string): number {
  if (/^[1-9]\d{0,4}$/.test(text)) return Number(text);
  throw new FlagError(`--${flag} is "${text}"; it wants a whole number from 1`);
}
