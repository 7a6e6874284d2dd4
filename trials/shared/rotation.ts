import { randomBytes, randomUUID } from 'node:crypto';

/**
 * Sets a new value of a secret, and answers with it.
 * @param call calls AWS as the console does
 */
export async function rotateSecret(
  call: (operation: string, input: object) => Promise<object>,
  SecretId: string,
): Promise<string> {
  const SecretString = randomBytes(24).toString('base64url');
  await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken: randomUUID() });
  return SecretString;
}
