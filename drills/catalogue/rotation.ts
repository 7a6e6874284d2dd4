import { randomBytes, randomUUID } from 'node:crypto';
import type { End, Stage } from '../drill.ts';

export function newSecret(): string {
  return randomBytes(24).toString('base64url');
}

/**
 * Rotates a secret twice, so that the first is no longer taken, and does not tell the sender. Answers with the way to tell
 * it.
 */
export async function rotateUntold({ stack, call, load, deploy }: Stage): Promise<End> {
  const SecretId = stack.sources[0]?.secretId;
  const newest = newSecret();
  for (const SecretString of [newSecret(), newest]) {
    await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken: randomUUID() });
  }
  // As a deployment does it: new environments know the new secrets alone.
  await deploy((files) => files);
  return () => {
    load.secret = newest;
  };
}
