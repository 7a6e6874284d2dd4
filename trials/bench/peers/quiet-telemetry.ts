import type { Telemetry } from '../../../function/telemetry/telemetry.ts';

/** Stands in for function/telemetry/telemetry.ts: the same handler that tells nobody anything. */
export function createTelemetry(): Telemetry {
  return {
    traced: (client) => client,
    step: (_step, run) => run(),
    traceId: () => undefined,
    report: () => {},
    coldStart: () => {},
    secretFetched: () => {},
  };
}
