import { setTimeout as sleep } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';

/** Milliseconds. IAM says seconds and no number; ten are common practice. */
const propagationMs = 15_000;

let hook: pulumi.ResourceHook | undefined;

/**
 * Options of a role's last policy: waits after it was created, and at no other time, until IAM has told it to every
 * service. The AWS provider tries Lambda again for as long as that takes, and a pipe never: one made too early ends in
 * CREATE_FAILED, which no later `pulumi up` sees.
 * Meanwhile the CLI (seen with 3.274) starts nothing else, so that a first `pulumi up` takes so much longer.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency
 */
export function waitsForPropagation(): Pick<pulumi.CustomResourceOptions, 'hooks'> {
  hook ??= new pulumi.ResourceHook('iam-propagation', async () => {
    await sleep(propagationMs);
  });
  return { hooks: { afterCreate: [hook] } };
}
