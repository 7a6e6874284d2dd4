import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { CommandError } from '../command-line/command.ts';
import { localAws } from '../local-aws.ts';

export interface AwsClients {
  readonly region: string;
  readonly endpoint: string | undefined;
  readonly events: EventBridgeClient;
  readonly metrics: CloudWatchClient;
}

export function aws(region: string, endpoint: string | undefined): AwsClients {
  const configuration =
    endpoint !== undefined && isLocal(endpoint)
      ? localAws(endpoint, region)
      : { region, ...(endpoint !== undefined && { endpoint }) };
  return {
    region,
    endpoint,
    events: new EventBridgeClient(configuration),
    metrics: new CloudWatchClient(configuration),
  };
}

export function isLocal(endpoint: string | undefined): boolean {
  return endpoint !== undefined && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(endpoint).hostname);
}

/**
 * An answer of AWS.
 * @param otherwise what to say instead of AWS's words, by the name of its error
 * @throws CommandError with what went wrong, in words
 */
export async function answer<T>(
  call: Promise<T>,
  { region, endpoint }: AwsClients,
  otherwise: Readonly<Record<string, string>> = {},
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const said = otherwise[error.name];
    if (said !== undefined) throw new CommandError(said);
    if ('$fault' in error) throw new CommandError(`AWS refuses it: ${error.name}: ${error.message}`);
    const where = endpoint === undefined ? `AWS in ${region}` : `${endpoint} of --endpoint-url or AWS_ENDPOINT_URL`;
    const reason = 'code' in error ? String(error.code) : error.message;
    throw new CommandError(`${where} gives no answer: ${reason}`);
  }
}
