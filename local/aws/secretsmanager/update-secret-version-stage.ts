import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import type { Secrets } from './secrets.ts';
import type { SecretVersions } from './versions.ts';

const versionId = z.string().min(32).max(64);
const input = z.strictObject({
  SecretId: z.string().min(1).max(2048),
  VersionStage: z.string().min(1).max(256),
  MoveToVersionId: versionId.optional(),
  RemoveFromVersionId: versionId.optional(),
});

export function updateSecretVersionStage(secrets: Secrets, clock: () => number): Operation {
  return operation(input, ({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }) => {
    const secret = secrets.find(SecretId);
    const { versions } = secret;
    for (const id of [MoveToVersionId, RemoveFromVersionId]) {
      if (id !== undefined && !versions.get(id)) refuse(`Not a valid version: ${id}`);
    }
    removable(versions, VersionStage, MoveToVersionId, RemoveFromVersionId);
    if (MoveToVersionId === undefined) versions.unlabel(VersionStage);
    else versions.move(VersionStage, MoveToVersionId);
    secret.changedAt = clock();
    return { ARN: secret.arn, Name: secret.name };
  });
}

/** A label leaves the version it is on only when the request names that version. */
function removable(versions: SecretVersions, stage: string, to: string | undefined, from: string | undefined): void {
  const holder = versions.labelled(stage)?.id;
  if (to === undefined && from === undefined) {
    refuse('You must specify MoveToVersionId, RemoveFromVersionId, or both.');
  }
  if (from !== undefined && from !== holder) refuse(`Version stage ${stage} not found in version ${from}`);
  if (from === undefined && holder !== undefined && holder !== to) {
    refuse(
      `The parameter RemoveFromVersionId can't be empty. Staging label ${stage} is currently attached to version ` +
        `${holder}, so you must explicitly reference that version in RemoveFromVersionId.`,
    );
  }
  if (to === undefined && stage === 'AWSCURRENT') {
    refuse("You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
  }
}

function refuse(message: string): never {
  throw new AwsError('InvalidParameterException', message);
}
