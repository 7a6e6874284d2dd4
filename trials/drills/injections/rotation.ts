import { rotateSecret } from '../../shared/rotation.ts';
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

function putSecret({ stack, call }: Stage): Promise<string> {
  const secretId = stack.sources[0]?.secretId;
  if (secretId === undefined) throw new Error('the stack of a drill has a source');
  return rotateSecret(call, secretId, 'momento');
}
