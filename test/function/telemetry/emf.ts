import type { Line } from '../harness/output.ts';

/** A line of metrics in the Embedded Metric Format. */
export interface Emf {
  readonly namespace: string;
  readonly dimensionSets: readonly (readonly string[])[];
  /** Unit by metric name. */
  readonly units: Readonly<Record<string, string>>;
  readonly values: Line;
}

export function readEmf(line: Line): Emf {
  const { _aws: directive, ...values } = line;
  const { CloudWatchMetrics } = directive as {
    CloudWatchMetrics: [{ Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }];
  };
  const [{ Namespace, Dimensions, Metrics }] = CloudWatchMetrics;
  return {
    namespace: Namespace,
    dimensionSets: Dimensions,
    units: Object.fromEntries(Metrics.map(({ Name, Unit }) => [Name, Unit])),
    values,
  };
}
