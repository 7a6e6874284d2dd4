import type { Subsegment } from 'aws-xray-sdk-core';
import xray from 'aws-xray-sdk-core';
import type { ColdStartAccount, Span } from '../init/cold-start.ts';
import { subsegments } from '../signals.ts';

/** INIT as X-Ray draws it: a child for each phase, and for each part of the warm-up one inside it. */
export function initSubsegment({ initSpans, parts }: ColdStartAccount): Subsegment {
  const within = parts.map((part) => closedSubsegment(part.name, part, []));
  const children = initSpans.map((span) => closedSubsegment(span.name, span, span.name === 'warmup' ? within : []));
  return closedSubsegment(subsegments.init, { startMs: 0, endMs: initSpans.at(-1)?.endMs ?? 0 }, children);
}

/** A subsegment of what is over: X-Ray knows no segment to hang one under before the first invocation. */
function closedSubsegment(name: string, { startMs, endMs }: Span, children: readonly Subsegment[]): Subsegment {
  const subsegment = new xray.Subsegment(name);
  // X-Ray counts in seconds since the epoch. The SDK's types leave out the end.
  const [start_time, end_time] = [startMs, endMs].map((ms) => (performance.timeOrigin + ms) / 1000);
  Object.assign(subsegment, { start_time, end_time, notTraced: undefined });
  delete subsegment.in_progress;
  for (const child of children) subsegment.addSubsegment(child);
  return subsegment;
}
