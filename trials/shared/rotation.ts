import { randomUUID } from 'node:crypto';
import { newSecret } from '../../tools/senders.ts';

/**
 * Sets a new value of a secret, and answers with it.
 * @param call calls AWS as the console does
 */
export async function rotateSecret(
  call: (operation: string, input: object) => Promise<object>,
  SecretId: string,
  scheme: string,
): Promise<string> {
  const SecretString = newSecret(scheme);
  await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken: randomUUID() });
  return SecretString;
}
