import { phaseDescriptions } from '../../../../function/init/phase-descriptions.ts';
import { subsegments } from '../../../../function/signals.ts';

const descriptions: ReadonlyMap<string, string> = new Map(Object.entries(phaseDescriptions));

/** What happens in the phase of a cold start that this part of a trace is. */
export function phaseOf(name: string, inside: readonly string[]): string | undefined {
  if (name === subsegments.init) return 'the cold start, dated back to when it happened';
  return inside.includes(subsegments.init) ? descriptions.get(name) : undefined;
}
