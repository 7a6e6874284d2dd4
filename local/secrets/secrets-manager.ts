import { randomUUID } from 'node:crypto';
import type { Service } from '../service.ts';
import { describeSecret, listSecrets } from './describe.ts';
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
}

export interface SecretsManager {
  readonly service: Service;
}

/** AWS Secrets Manager in memory: the secrets of the program, their versions and staging labels. */
export function secretsManager({ secrets, clock = Date.now }: SecretsManagerOptions): SecretsManager {
  const store = new Secrets(secrets, clock());
  for (const { name, value } of secrets) {
    const version = { id: randomUUID(), createdAt: clock() };
    if (value !== undefined) store.find(name).versions.add({ ...version, value: { SecretString: value } }, []);
  }
  return {
    service: {
      target: 'secretsmanager',
      invalidInput: 'ValidationException',
      operations: {
        GetSecretValue: getSecretValue(store, clock),
        PutSecretValue: putSecretValue(store, clock),
        UpdateSecretVersionStage: updateSecretVersionStage(store, clock),
        DescribeSecret: describeSecret(store),
        ListSecrets: listSecrets(store),
      },
    },
  };
}
