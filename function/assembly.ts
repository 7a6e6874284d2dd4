import { clientSettings } from './client-settings.ts';
import { readConfiguration } from './configuration.ts';
import { createDuplicates } from './delivery/duplicates.ts';
import { createSecrets } from './delivery/secrets.ts';
import { createHandler } from './handler.ts';
import type { ColdStart } from './init/cold-start.ts';
import { warmUp } from './init/warm-up.ts';
import { resolvedOnce } from './publication/event-bridge.ts';
import { parkOn } from './publication/park.ts';
import { createPublishOrPark } from './publication/publication.ts';
import { EventBridgeClient, SecretsManagerClient } from './sdk.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { awsConnectionTimeoutMs, awsRequestTimeoutMs } from './time-budget.ts';

const settings = {
  ...clientSettings,
  requestHandler: {
    connectionTimeout: awsConnectionTimeoutMs,
    requestTimeout: awsRequestTimeoutMs,
    // Otherwise the SDK only warns of a slow answer.
    throwOnRequestTimeout: true,
  },
  maxAttempts: 3,
} as const;

/** The parts of the function, made once in INIT, and its handler. */
export async function assemble(environment: NodeJS.ProcessEnv, coldStart: ColdStart) {
  const configuration = readConfiguration(environment);
  const telemetry = createTelemetry();
  const secrets = createSecrets(
    telemetry.traced(new SecretsManagerClient(settings)),
    configuration.secretCacheMs,
    telemetry.secretFetched,
  );
  const eventBridge = telemetry.traced(new EventBridgeClient({ ...settings, maxAttempts: 1 }));
  coldStart.mark('clients');

  await warmUp({ configuration, secrets, eventBridge, coldStart });
  coldStart.mark('warmup');
  const park = parkOn(configuration.parkingQueueUrl, telemetry.traced);
  const publishOrPark = createPublishOrPark(resolvedOnce(eventBridge), park, telemetry.step);
  return createHandler({ configuration, secrets, publishOrPark, duplicates: createDuplicates(), telemetry, coldStart });
}
