import { AsyncLocalStorage } from 'node:async_hooks';
import { Segment, type Subsegment } from './segments.ts';

const current = new AsyncLocalStorage<Segment | Subsegment>();

/** The innermost step around the caller, or else the function's own segment. */
export function getSegment(): Segment | Subsegment {
  return current.getStore() ?? new Segment(process.env._X_AMZN_TRACE_ID ?? '');
}

/** Runs a step, which closes the subsegment that it is given. */
export function captureAsyncFunc<T>(name: string, run: (subsegment: Subsegment) => T): T {
  const subsegment = getSegment().addNewSubsegment(name);
  return current.run(subsegment, run, subsegment);
}
