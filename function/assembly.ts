import type { ColdStart } from './cold-start.ts';
import { readConfiguration } from './configuration.ts';
import { createHandler } from './handler.ts';
import { EventBridgeClient, SecretsManagerClient } from './sdk.ts';
import { createSecrets } from './secrets.ts';
import { createTelemetry } from './telemetry.ts';
import { warmUp } from './warm-up.ts';

/** Milliseconds. The SDK waits for ever by default, and only warns of a slow answer unless told to throw. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

/** The parts of the function, made once in INIT, and its handler. */
export async function assemble(environment: NodeJS.ProcessEnv, coldStart: ColdStart) {
  const configuration = readConfiguration(environment);
  const telemetry = createTelemetry();
  const secrets = createSecrets(
    telemetry.traced(new SecretsManagerClient({ requestHandler })),
    configuration.secretCacheMs,
    telemetry.secretFetched,
  );
  const eventBridge = telemetry.traced(new EventBridgeClient({ requestHandler }));
  coldStart.mark('clients');

  await warmUp({ configuration, secrets, eventBridge, coldStart });
  coldStart.mark('warmup');
  return createHandler({ configuration, secrets, eventBridge, telemetry, coldStart });
}
