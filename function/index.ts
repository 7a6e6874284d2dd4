import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { readConfiguration } from './configuration.ts';
import { createHandler } from './handler.ts';
import { createSecrets } from './secrets.ts';
import { createTelemetry } from './telemetry.ts';

/** Milliseconds. The SDK waits for ever by default, and only warns of a slow answer unless told to throw. */
const requestHandler = { connectionTimeout: 1_000, requestTimeout: 1_500, throwOnRequestTimeout: true };

const configuration = readConfiguration(process.env);
const telemetry = createTelemetry();
const secrets = createSecrets(
  telemetry.traced(new SecretsManagerClient({ requestHandler })),
  configuration.secretCacheMs,
  telemetry.secretFetched,
);
const eventBridge = telemetry.traced(new EventBridgeClient({ requestHandler }));

// INIT runs at full CPU, the first invocation does not. A fetch that fails here is tried again there.
await Promise.all(configuration.sources.map(secrets.active));

export const handler = createHandler({ configuration, secrets, eventBridge, telemetry });
