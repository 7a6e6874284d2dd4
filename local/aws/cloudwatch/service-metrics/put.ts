import type { Dimensions, Unit } from '../metrics/metric.ts';

/** Records one value of a metric of an AWS service, whose namespace it is for. */
export type PutMetric = (name: string, unit: Unit, value: number, dimensions: Dimensions, at: number) => void;
