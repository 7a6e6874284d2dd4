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

/** What is set here the SDK need not look for in files that Lambda does not have. It only warns of a slow answer unless told to throw. */
const clientSettings = {
  requestHandler: {
    connectionTimeout: awsConnectionTimeoutMs,
    requestTimeout: awsRequestTimeoutMs,
    throwOnRequestTimeout: true,
  },
  maxAttempts: 3,
  retryMode: 'standard',
  defaultsMode: 'standard',
  useFipsEndpoint: false,
  useDualstackEndpoint: false,
} as const;

/** The parts of the function, made once in INIT, and its handler. */
export async function assemble(environment: NodeJS.ProcessEnv, coldStart: ColdStart) {
  const configuration = readConfiguration(environment);
  const telemetry = createTelemetry();
  const secrets = createSecrets(
    telemetry.traced(new SecretsManagerClient(clientSettings)),
    configuration.secretCacheMs,
    telemetry.secretFetched,
  );
  const eventBridge = telemetry.traced(new EventBridgeClient({ ...clientSettings, maxAttempts: 1 }));
  coldStart.mark('clients');

  await warmUp({ configuration, secrets, eventBridge, coldStart });
  coldStart.mark('warmup');
  const park = parkOn(configuration.parkingQueueUrl, telemetry.traced);
  const publishOrPark = createPublishOrPark(resolvedOnce(eventBridge), park, telemetry.step);
  return createHandler({ configuration, secrets, publishOrPark, duplicates: createDuplicates(), telemetry, coldStart });
}
