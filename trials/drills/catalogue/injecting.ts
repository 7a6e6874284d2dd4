import type { Fault, FaultInjection } from '../../../local/index.ts';
import type { End, Stage } from '../drill.ts';

/** Begins faults of AWS services, and ends them. */
export function injecting(...injections: readonly FaultInjection[]): (stage: Pick<Stage, 'stack'>) => End {
  return ({ stack }) => {
    const ends = injections.map((injection) => stack.faults.inject(injection));
    return () => {
      for (const end of ends) end();
    };
  };
}

export function publishing(fault: Fault): FaultInjection {
  return { service: 'AWSEvents', operation: 'PutEvents', fault };
}

export function asking(fault: Fault): FaultInjection {
  return { service: 'secretsmanager', operation: 'GetSecretValue', fault };
}
