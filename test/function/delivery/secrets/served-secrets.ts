import { createSecrets, type SecretFetch } from '../../../../function/delivery/secrets.ts';
import { secretVersions } from '../../harness/aws-server.ts';
import { receivedAt } from '../../harness/deliveries.ts';
import { executionEnvironment } from '../../harness/execution-environment.ts';

export const cacheMs = 300_000;

/** Secrets, and the Secrets Manager that serves them, for each test of the block that calls this. */
export function servedSecrets() {
  const { aws, secretsManager } = executionEnvironment();
  return {
    aws,
    secretsManager,
    /** Secrets with a clock that stands still until it is moved. */
    setUp() {
      const clock = { now: receivedAt };
      const fetches: SecretFetch[] = [];
      const secrets = createSecrets(
        secretsManager(),
        cacheMs,
        (fetch) => fetches.push(fetch),
        () => clock.now,
      );
      return { clock, fetches, secrets };
    },
    /** Has Secrets Manager answer with these versions from now on. */
    serve(current?: string, previous?: string): void {
      aws.answer(
        'GetSecretValue',
        secretVersions({
          ...(current === undefined ? {} : { current }),
          ...(previous === undefined ? {} : { previous }),
        }),
      );
    },
  };
}
