import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import type { Secret, Secrets } from './secrets.ts';
import type { SecretValue } from './versions.ts';

const maximumBytes = 65_536;
/** Both are quotas of Secrets Manager: https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html */
const maximumVersions = 100;
const maximumLabels = 20;
/** Secrets Manager deletes no version that is younger. */
const keptForMs = 24 * 60 * 60 * 1000;

const input = z.strictObject({
  SecretId: z.string().min(1).max(2048),
  ClientRequestToken: z.string().min(32).max(64).optional(),
  SecretString: z.string().min(1).optional(),
  SecretBinary: z.base64().min(1).optional(),
  VersionStages: z.array(z.string().min(1).max(256)).min(1).max(maximumLabels).optional(),
});

export function putSecretValue(secrets: Secrets, clock: () => number): Operation {
  return operation(input, ({ SecretId, ClientRequestToken, VersionStages, ...given }) => {
    const secret = secrets.find(SecretId);
    const value = oneValue(given);
    const id = ClientRequestToken ?? missingToken();
    const existing = secret.versions.get(id);
    if (existing && !sameValue(existing.value, value)) {
      throw new AwsError(
        'ResourceExistsException',
        `You can't use ClientRequestToken ${id} because that value is already in use for a version of secret ${secret.arn}.`,
      );
    }
    if (!existing) {
      const stages = VersionStages ?? ['AWSCURRENT'];
      withinQuotas(secret, stages, clock());
      secret.versions.add({ id, value, createdAt: clock() }, stages);
      secret.changedAt = clock();
    }
    return { ARN: secret.arn, Name: secret.name, VersionId: id, VersionStages: secret.versions.stages(id) };
  });
}

function oneValue(given: { SecretString?: string | undefined; SecretBinary?: string | undefined }): SecretValue {
  const { SecretString, SecretBinary } = given;
  if (SecretString !== undefined && SecretBinary !== undefined) {
    throw new AwsError(
      'InvalidParameterException',
      "You can't specify both a binary secret value and a string secret value in the same secret.",
    );
  }
  if (SecretString !== undefined) return { SecretString: limited(SecretString, Buffer.byteLength(SecretString)) };
  if (SecretBinary !== undefined)
    return { SecretBinary: limited(SecretBinary, Buffer.from(SecretBinary, 'base64').length) };
  throw new AwsError('InvalidRequestException', 'You must provide either SecretString or SecretBinary.');
}

function limited(value: string, bytes: number): string {
  if (bytes <= maximumBytes) return value;
  throw new AwsError('ValidationException', `The secret value has ${bytes} bytes; it can have up to ${maximumBytes}.`);
}

/** The SDKs and the CLI send one of their own; it becomes the version's id. */
function missingToken(): never {
  throw new AwsError(
    'InvalidRequestException',
    'You must provide a ClientRequestToken value. We recommend a UUID-type value.',
  );
}

function sameValue(one: SecretValue, other: SecretValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function withinQuotas({ versions }: Secret, stages: readonly string[], now: number): void {
  versions.deleteDeprecated(maximumVersions - 1, now - keptForMs);
  if (versions.count() >= maximumVersions) {
    throw new AwsError(
      'LimitExceededException',
      `The secret has ${versions.count()} versions, the quota is ${maximumVersions}, and none older than 24 hours is without a staging label.`,
    );
  }
  const added = stages.filter((stage) => !versions.labelled(stage)).length;
  if (versions.labelCount() + added > maximumLabels) {
    throw new AwsError('LimitExceededException', `The versions of a secret can have ${maximumLabels} staging labels.`);
  }
}
