import { readConfiguration } from './configuration.ts';
import { createDuplicates } from './delivery/duplicates.ts';
import { createSecrets } from './delivery/secrets.ts';
import { createHandler } from './handler.ts';
import type { ColdStart } from './init/cold-start.ts';
import { warmUp } from './init/warm-up.ts';
import { createIntake } from './publication/intake.ts';
import { parkOn } from './publication/park.ts';
import { resolvedOnce } from './publication/resolved-once.ts';
import { EventBridgeClient, SecretsManagerClient } from './sdk.ts';
import { createTelemetry } from './telemetry/telemetry.ts';

/**
 * Of both clients. What stands here the SDK need not look for in files that Lambda does not have. Its time-outs, in
 * milliseconds, are off by default, and it only warns of a slow answer unless told to throw.
 */
const common = {
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true },
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
    telemetry.traced(new SecretsManagerClient(common)),
    configuration.secretCacheMs,
    telemetry.secretFetched,
  );
  const eventBridge = telemetry.traced(new EventBridgeClient({ ...common, cacheMiddleware: true }));
  coldStart.mark('clients');

  await warmUp({ configuration, secrets, eventBridge, coldStart });
  coldStart.mark('warmup');
  const park = parkOn(configuration.parkingQueueUrl, telemetry.traced);
  const takeIn = createIntake(resolvedOnce(eventBridge), park, telemetry.step);
  return createHandler({ configuration, secrets, takeIn, duplicates: createDuplicates(), telemetry, coldStart });
}
