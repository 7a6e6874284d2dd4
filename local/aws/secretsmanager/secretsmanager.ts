import { randomUUID } from 'node:crypto';
import type { Service } from '../service.ts';
import { describeSecret } from './describe.ts';
import { getSecretValue } from './get-secret-value.ts';
import { putSecretValue } from './put-secret-value.ts';
import { Secrets } from './secrets.ts';
import { updateSecretVersionStage } from './update-secret-version-stage.ts';

export interface SecretDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly description?: string;
  /** The first AWSCURRENT value. Without it the secret exists and every read of its value is refused, as in AWS. */
  readonly value?: string;
}

export interface SecretsManagerOptions {
  readonly secrets: readonly SecretDeclaration[];
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** For how long the secrets have had their first values, in milliseconds. Default 0. */
  readonly ageMs?: number;
}

export interface SecretsManager {
  readonly service: Service;
}

/** AWS Secrets Manager in memory: the secrets of the program, their versions and staging labels. */
export function createSecretsManager({ secrets, clock = Date.now, ageMs = 0 }: SecretsManagerOptions): SecretsManager {
  const createdAt = clock() - ageMs;
  const store = new Secrets(secrets, createdAt);
  for (const { name, value } of secrets) {
    const version = { id: randomUUID(), createdAt };
    if (value !== undefined) store.find(name).versions.add({ ...version, value: { SecretString: value } }, []);
  }
  return {
    service: {
      target: 'secretsmanager',
      invalidInput: 'ValidationException',
      messageMember: 'Message',
      operations: {
        GetSecretValue: getSecretValue(store, clock),
        PutSecretValue: putSecretValue(store, clock),
        UpdateSecretVersionStage: updateSecretVersionStage(store, clock),
        DescribeSecret: describeSecret(store),
      },
    },
  };
}
