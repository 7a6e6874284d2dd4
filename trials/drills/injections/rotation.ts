import { randomBytes, randomUUID } from 'node:crypto';
import type { End, Stage } from '../drill.ts';

/**
 * Rotates a secret twice, so that the first is no longer taken, and does not tell the sender. Answers with the way to tell
 * it.
 */
export async function rotateUntold(stage: Stage): Promise<End> {
  await putSecret(stage);
  const newest = await putSecret(stage);
  // As a deployment does it: new environments know the new secrets alone.
  await stage.deploy((files) => files);
  return () => {
    stage.load.secret = newest;
  };
}

/** Rotates it once, and tells the sender. */
export async function rotate(stage: Stage): Promise<void> {
  stage.load.secret = await putSecret(stage);
}

async function putSecret({ stack, call }: Stage): Promise<string> {
  const SecretId = stack.sources[0]?.secretId;
  const SecretString = randomBytes(24).toString('base64url');
  await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken: randomUUID() });
  return SecretString;
}
