/** The AWS SDK, all of it that the function uses: evaluated as one, and timed as one. */
export { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
export { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
export { isThrottlingError, isTransientError } from '@smithy/core/retry';
