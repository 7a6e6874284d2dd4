import { momento } from './momento.ts';
import type { Scheme } from './scheme.ts';

/** Every scheme that a source in the settings may name. */
export const schemes: readonly Scheme[] = [momento];
