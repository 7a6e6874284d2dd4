import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets, type Secrets } from '../../../function/delivery/secrets.ts';
import type { Telemetry } from '../../../function/telemetry/telemetry.ts';
import { assembled } from './assembled.ts';
import { type AwsServer, clientSettings, entryAccepted, secretVersions, startAws } from './aws-server.ts';
import { configuration, currentSecret, previousSecret } from './deliveries.ts';
import { environment } from './environment.ts';
import { lambdaEnvironment } from './lambda-environment.ts';
import { steadyClock } from './steady-clock.ts';

/**
 * An execution environment of the function for each test of the block that calls this: AWS, the clients of it, Lambda's
 * environment variables and a steady clock.
 */
export function executionEnvironment() {
  let server: AwsServer;
  let secretsManager: SecretsManagerClient;
  let eventBridge: EventBridgeClient;
  let variables: ReturnType<typeof environment>;
  let clock: Disposable;

  beforeEach(async () => {
    clock = steadyClock();
    server = await startAws();
    server.answer('GetSecretValue', secretVersions({ current: currentSecret, previous: previousSecret }));
    server.answer('PutEvents', entryAccepted);
    secretsManager = new SecretsManagerClient({ ...clientSettings(server), maxAttempts: 1 });
    eventBridge = new EventBridgeClient({ ...clientSettings(server), maxAttempts: 1 });
    // From which the client of the parking queue is made.
    variables = environment(lambdaEnvironment(server));
    variables.set();
  });
  afterEach(async () => {
    variables.reset();
    secretsManager.destroy();
    eventBridge.destroy();
    await server.close();
    clock[Symbol.dispose]();
  });

  /** The server of the running test. */
  const aws: Pick<AwsServer, 'answer' | 'requests'> = {
    answer: (operation, ...answers) => server.answer(operation, ...answers),
    requests: (operation) => server.requests(operation),
  };
  return {
    aws,
    /** The client of the running test. */
    secretsManager: () => secretsManager,
    /** The handler, with secrets from Secrets Manager unless the test has its own. */
    handlerWith(telemetry: Telemetry, secrets?: Secrets) {
      const fetched = () => createSecrets(secretsManager, configuration.secretCacheMs, telemetry.secretFetched);
      return assembled({ secrets: secrets ?? fetched(), eventBridge, telemetry });
    },
  };
}
