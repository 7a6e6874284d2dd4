import { subsegments } from '../../../../function/signals.ts';

/** What happens in each phase of a cold start, as docs/cold-start.md defines them. */
const meaning: Readonly<Record<string, string>> = {
  runtime: 'Node and Lambda’s runtime client, up to the function’s first line',
  builtins: 'Node’s https, tls and crypto are evaluated',
  sdk: 'the AWS SDK clients are evaluated',
  telemetry: 'Powertools is evaluated',
  clients: 'the function’s own code is evaluated, the clients are made',
  warmup: 'secret and connection are fetched ahead of the first delivery',
  secret: 'the first GetSecretValue, at once with connect',
  connect: 'DNS, TCP and TLS to EventBridge, at once with secret',
  wait: 'ready, not yet invoked',
};

/** The phase that this part of a trace is, in words. */
export function phaseOf(name: string, inside: readonly string[]): string | undefined {
  if (name === subsegments.init) return 'the cold start, dated back to when it happened';
  return inside.includes(subsegments.init) ? meaning[name] : undefined;
}
