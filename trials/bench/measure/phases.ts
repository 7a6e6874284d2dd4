import { type Phase, phases } from '../../../function/init/phases.ts';
import { coldStartLogKeys } from '../../../function/signals.ts';

/** In milliseconds. */
export type Phases = Readonly<Partial<Record<Phase, number>>>;

/** What a function logged of its cold start; nothing when it did not. */
export function phasesOf(lines: readonly string[]): Phases | undefined {
  const line = lines.find((line) => line.includes('"message":"cold start"'));
  if (line === undefined) return undefined;
  const logged: unknown = JSON.parse(line);
  if (typeof logged !== 'object' || logged === null) return undefined;
  const keys = new Map<string, unknown>(Object.entries(logged));
  const found = phases.flatMap((name) => {
    const value = keys.get(coldStartLogKeys[name]);
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
