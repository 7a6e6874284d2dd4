import type { SecretFetch } from '../../../function/delivery/secrets.ts';
import type { ColdStartAccount } from '../../../function/init/cold-start.ts';
import type { DeliveryRecord, Telemetry } from '../../../function/telemetry/telemetry.ts';

export interface Recorder extends Telemetry {
  readonly records: DeliveryRecord[];
  readonly steps: string[];
  readonly fetches: SecretFetch[];
  readonly coldStarts: ColdStartAccount[];
}

/** Telemetry that keeps what it is told. */
export function recorder(overrides: Partial<Telemetry> = {}): Recorder {
  const records: DeliveryRecord[] = [];
  const steps: string[] = [];
  const fetches: SecretFetch[] = [];
  const coldStarts: ColdStartAccount[] = [];
  return {
    records,
    steps,
    fetches,
    coldStarts,
    traced: (client) => client,
    step: (step, run) => {
      steps.push(step);
      return run();
    },
    traceId: () => '1-69558c00-0123456789abcdef01234567',
    report: (record) => records.push(record),
    coldStart: (account) => coldStarts.push(account),
    secretFetched: (fetch) => fetches.push(fetch),
    ...overrides,
  };
}
