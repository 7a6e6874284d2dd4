import type { Phase, WarmupPart } from './phases.ts';

/**
 * What happens in each phase of a cold start, and in each part of the warm-up: the words of docs/cold-start.md and of the
 * console. The function itself does not import this file.
 */
export const phaseDescriptions: Readonly<Record<Phase | WarmupPart, string>> = {
  runtime: "Node and Lambda's runtime client, from the start of the process to the function's first line",
  builtins: "Node's https, tls and crypto are evaluated, which SDK and telemetry share",
  sdk: 'the AWS SDK clients are evaluated',
  telemetry: 'Powertools is evaluated',
  clients: "the function's own code is evaluated and the clients are made",
  warmup: 'secret and connection are fetched ahead of the first delivery',
  secret: 'the first GetSecretValue, connection included; at the same time as connect',
  connect: "DNS, TCP and TLS to EventBridge, and the SDK's way there; at the same time as secret",
  wait: 'from ready to invoked',
  handler: 'from invoked to answered, less publish',
  publish: 'PutEvents, and parking where that failed',
};
