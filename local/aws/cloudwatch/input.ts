import { z } from 'zod';
import { type Dimensions, units } from './metrics/metric.ts';

/* What several operations have in their input, with the bounds of the service's API reference. */

export const namespace = z.string().min(1).max(255).regex(/^[^:]/);

export const metricName = z.string().min(1).max(255);

export const unit = z.enum(units);

const dimension = z.strictObject({ Name: z.string().min(1).max(255), Value: z.string().min(1).max(1024) });

export const dimensions = z
  .array(dimension)
  .max(30)
  .default([])
  .transform((given): Dimensions => Object.fromEntries(given.map(({ Name, Value }) => [Name, Value])));

/** Seconds since the epoch on the wire, milliseconds here. */
export const timestamp = z.number().transform((seconds) => Math.round(seconds * 1000));

/** Milliseconds here, seconds since the epoch on the wire. */
export function epochSeconds(milliseconds: number): number {
  return milliseconds / 1000;
}

export function dimensionList(given: Dimensions) {
  return Object.entries(given).map(([Name, Value]) => ({ Name, Value }));
}
