import { z } from 'zod';
import { type Operation, operation } from '../service.ts';
import type { Secret, Secrets } from './secrets.ts';

export function describeSecret(secrets: Secrets): Operation {
  return operation(z.strictObject({ SecretId: z.string().min(1).max(2048) }), ({ SecretId }) => {
    const secret = secrets.find(SecretId);
    return described(secret);
  });
}

/** AWS returns only the fields that have a value, and times in seconds since the epoch. */
function described({ arn, name, description, createdAt, changedAt, accessedAt, versions }: Secret) {
  return {
    ARN: arn,
    Name: name,
    Description: description || undefined,
    CreatedDate: createdAt / 1000,
    LastChangedDate: changedAt / 1000,
    LastAccessedDate: accessedAt === undefined ? undefined : accessedAt / 1000,
    VersionIdsToStages: versions.labelCount() > 0 ? versions.labels() : undefined,
  };
}
