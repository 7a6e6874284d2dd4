import {
  GetSecretValueCommand,
  SecretsManagerClient,
  type SecretsManagerClientConfig,
} from '@aws-sdk/client-secrets-manager';

/** The value that a source's secret has now. */
export async function fetchSecret(aws: SecretsManagerClientConfig, SecretId: string): Promise<string> {
  const client = new SecretsManagerClient(aws);
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId }));
    if (!SecretString) throw new Error(`${SecretId} has no value`);
    return SecretString;
  } finally {
    client.destroy();
  }
}
