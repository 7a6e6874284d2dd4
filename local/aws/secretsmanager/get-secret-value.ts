import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import type { Secrets } from './secrets.ts';
import type { SecretVersion, SecretVersions } from './versions.ts';

const input = z.strictObject({
  SecretId: z.string().min(1).max(2048),
  VersionId: z.string().min(32).max(64).optional(),
  VersionStage: z.string().min(1).max(256).optional(),
});

const dayMs = 24 * 60 * 60 * 1000;

export function getSecretValue(secrets: Secrets, clock: () => number): Operation {
  return operation(input, ({ SecretId, VersionId, VersionStage }) => {
    const secret = secrets.find(SecretId);
    const version = select(secret.versions, VersionId, VersionStage);
    // AWS keeps the day of the last access, not the time.
    secret.accessedAt = Math.floor(clock() / dayMs) * dayMs;
    return {
      ARN: secret.arn,
      Name: secret.name,
      VersionId: version.id,
      ...version.value,
      VersionStages: secret.versions.stages(version.id),
      CreatedDate: version.createdAt / 1000,
    };
  });
}

function select(versions: SecretVersions, id: string | undefined, stage: string | undefined): SecretVersion {
  if (id === undefined) {
    const label = stage ?? 'AWSCURRENT';
    return versions.labelled(label) ?? notFound(`staging label: ${label}`);
  }
  const version = versions.get(id) ?? notFound(`VersionId: ${id}`);
  if (stage === undefined || versions.labelled(stage) === version) return version;
  throw new AwsError(
    'InvalidRequestException',
    'You provided a VersionStage that is not associated to the provided VersionId.',
  );
}

function notFound(what: string): never {
  throw new AwsError('ResourceNotFoundException', `Secrets Manager can't find the specified secret value for ${what}`);
}
