import { CommandError } from './command-line/command.ts';
import { FlagError } from './command-line/flags.ts';
import { localAws } from './local-aws.ts';

/** How a command reaches AWS, or what stands in for it. */
export interface AwsAccess {
  readonly region: string;
  /** Where AWS is; AWS itself without it. */
  readonly endpoint: string | undefined;
  /** For a client of AWS's SDK. */
  readonly configuration: ReturnType<typeof localAws> | AwsConfiguration;
}

interface AwsConfiguration {
  readonly region: string;
  readonly endpoint?: string;
  readonly profile?: string;
}

/** @param profile the credentials to take, in place of those that the SDK finds */
export function awsAccess(region: string, endpoint: string | undefined, profile?: string): AwsAccess {
  const configuration =
    endpoint !== undefined && isLocal(endpoint)
      ? localAws(endpoint, region)
      : { region, ...(endpoint !== undefined && { endpoint }), ...(profile !== undefined && { profile }) };
  return { region, endpoint, configuration };
}

export function isLocal(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(endpoint).hostname);
}

/**
 * The endpoint that was given, by flag or by the environment.
 * @throws FlagError when it is no URL
 */
export function endpointOf(given: string | undefined, environment: NodeJS.ProcessEnv): string | undefined {
  const endpoint = given ?? (environment.AWS_ENDPOINT_URL || undefined);
  if (endpoint === undefined || URL.canParse(endpoint)) return endpoint;
  throw new FlagError(`--endpoint-url is "${endpoint}"; it wants a URL such as http://127.0.0.1:4566`);
}

/**
 * An answer of AWS.
 * @param otherwise what to say instead of AWS's words, by the name of its error or the code of the connection's
 * @throws CommandError with what went wrong, in words
 */
export async function answer<T>(
  call: Promise<T>,
  { region, endpoint }: AwsAccess,
  otherwise: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof CommandError) throw error;
    const code = 'code' in error ? String(error.code) : undefined;
    const said = otherwise[error.name] ?? otherwise[code ?? ''];
    if (said !== undefined) throw new CommandError(said);
    if (error.name === 'CredentialsProviderError') throw new CommandError(`there are no AWS credentials: ${missing}`);
    if ('$fault' in error) throw new CommandError(`AWS refuses it: ${error.name}: ${error.message}`);
    const where = endpoint === undefined ? `AWS in ${region}` : `${endpoint} of --endpoint-url or AWS_ENDPOINT_URL`;
    throw new CommandError(`${where} gives no answer: ${code ?? error.message}`);
  }
}

const missing =
  'set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; `aws sts get-caller-identity` shows whose they are';
