import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { page } from '../paging.ts';
import { type Operation, operation } from '../service.ts';
import type { Secret, Secrets } from './secrets.ts';

export function describeSecret(secrets: Secrets): Operation {
  return operation(z.strictObject({ SecretId: z.string().min(1).max(2048) }), ({ SecretId }) => {
    const secret = secrets.find(SecretId);
    return { ...described(secret), ...labels('VersionIdsToStages', secret) };
  });
}

const listInput = z.strictObject({
  MaxResults: z.int().min(1).max(100).default(100),
  NextToken: z.string().min(1).max(4096).optional(),
  // The local run schedules no deletion, so both values mean the same.
  IncludePlannedDeletion: z.boolean().optional(),
});

export function listSecrets(secrets: Secrets): Operation {
  return operation(listInput, ({ MaxResults, NextToken }) => {
    const listed = page(secrets.all, ({ name }) => name, MaxResults, NextToken);
    if (!listed) throw new AwsError('InvalidNextTokenException', 'The NextToken value is invalid.');
    return {
      SecretList: listed.items.map((secret) => ({ ...described(secret), ...labels('SecretVersionsToStages', secret) })),
      NextToken: listed.nextToken,
    };
  });
}

/** AWS returns only the fields that have a value, and times in seconds since the epoch. */
function described({ arn, name, description, createdAt, changedAt, accessedAt }: Secret) {
  return {
    ARN: arn,
    Name: name,
    Description: description || undefined,
    CreatedDate: createdAt / 1000,
    LastChangedDate: changedAt / 1000,
    LastAccessedDate: accessedAt === undefined ? undefined : accessedAt / 1000,
  };
}

/** The two operations give the same map different names. */
function labels(field: 'VersionIdsToStages' | 'SecretVersionsToStages', { versions }: Secret) {
  return versions.labelCount() > 0 ? { [field]: versions.labels() } : {};
}
