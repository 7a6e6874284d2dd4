import { endpointOf } from '../aws-access.ts';
import { FlagError, integerOf, parseFlags } from '../command-line/flags.ts';

export interface Flags {
  /** The only source of the stack where none is named. */
  readonly source: string | undefined;
  readonly event: string | undefined;
  /** Path of the file whose bytes are the body. */
  readonly body: string | undefined;
  readonly isWrong: boolean;
  readonly isStale: boolean;
  readonly count: number;
  readonly stack: string;
  /** Whether it is the run of the laptop, as no stack was named. */
  readonly isLaptop: boolean;
  readonly region: string | undefined;
  /** Where AWS is; AWS itself without it. */
  readonly endpoint: string | undefined;
  /** Of the function, in place of the one that Lambda says. */
  readonly url: string | undefined;
  readonly secretFile: string | undefined;
}

const laptopEndpoint = 'http://127.0.0.1:4566';

const usage = `Sends what a source's sender would: a signed delivery, and says what came back and what became of it.

  npm run send -- --source NAME [flags]

  --source NAME        the source, as the settings name it (the stack's only one)
  --event TYPE         a sample of examples/deliveries/SCHEME, by its event type (the first of them)
  --body FILE          send these bytes, as they are
  --wrong              sign with another secret
  --stale              sign a time 16 minutes ago, which every stack refuses; senders that sign no time stay in time
  --count N            so many, one after the other (1)
  --stack NAME         the deployed stack, Pulumi.NAME.yaml; without it the stack dev that npm start runs on this machine
  --region REGION      of the stack (the one of its settings)
  --endpoint-url URL   where AWS is (AWS_ENDPOINT_URL; or else, without --stack, ${laptopEndpoint}, and with it AWS itself)
  --url URL            the function's URL (Lambda is asked for it)
  --secret-file FILE   sign with what this file holds (the source's secret, from Secrets Manager): the private key, where
                       the source's secret is a public one
  --help               this text

On AWS your credentials want lambda:GetFunctionUrlConfig, secretsmanager:GetSecretValue and, to say what became of it,
logs:FilterLogEvents. Exit status 0 when each was answered as it should be (taken; or refused with --wrong and --stale), 1
when one was not or could not be sent, 2 when the command line was wrong, 130 on Ctrl-C.
`;

/**
 * Or the help, where that is wanted.
 * @throws FlagError in one line
 */
export function readFlags(args: readonly string[], environment: NodeJS.ProcessEnv): Flags | string {
  const given = parseFlags(args, options, 'npm run send');
  if (given.help) return usage;
  if (given.url !== undefined && !URL.canParse(given.url)) {
    throw new FlagError(`--url is "${given.url}"; it wants a URL such as https://….lambda-url.us-east-1.on.aws/`);
  }
  const isLaptop = given.stack === undefined;
  return {
    source: given.source,
    event: given.event,
    body: given.body,
    isWrong: given.wrong ?? false,
    isStale: given.stale ?? false,
    count: integerOf('count', given.count, 1, 1, 1_000),
    stack: given.stack ?? 'dev',
    isLaptop,
    region: given.region,
    endpoint: endpointOf(given['endpoint-url'], environment) ?? (isLaptop ? laptopEndpoint : undefined),
    url: given.url,
    secretFile: given['secret-file'],
  };
}

const options = {
  source: { type: 'string' },
  event: { type: 'string' },
  body: { type: 'string' },
  wrong: { type: 'boolean' },
  stale: { type: 'boolean' },
  count: { type: 'string' },
  stack: { type: 'string' },
  region: { type: 'string' },
  'endpoint-url': { type: 'string' },
  url: { type: 'string' },
  'secret-file': { type: 'string' },
} as const;
