import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';
import { CommandError } from './command-line/command.ts';

/** The value that a source's secret has now. */
export async function fetchSecret(aws: SecretsManagerClientConfig, SecretId: string): Promise<string> {
  const client = new SecretsManagerClient(aws);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (!SecretString) throw new CommandError(`${SecretId} is binary or empty; it is to be text`);
    return SecretString;
  } finally {
    client.destroy();
  }
}
