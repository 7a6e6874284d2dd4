/** Parts of a cold start in the order they happen, with the keys of the function's own log line on it. */
export const phaseNames = [
  'runtime',
  'builtins',
  'sdk',
  'telemetry',
  'clients',
  'warmup',
  'wait',
  'handler',
  'publish',
] as const;

type PhaseName = (typeof phaseNames)[number];

/** In milliseconds. */
export type Phases = Readonly<Partial<Record<PhaseName, number>>>;

/** What a function logged of its cold start; nothing when it did not. */
export function phasesOf(lines: readonly string[]): Phases | undefined {
  const line = lines.find((line) => line.includes('"message":"cold start"'));
  if (line === undefined) return undefined;
  const logged: unknown = JSON.parse(line);
  if (typeof logged !== 'object' || logged === null) return undefined;
  const keys = new Map<string, unknown>(Object.entries(logged));
  const found = phaseNames.flatMap((name) => {
    const value = keys.get(`${name}_ms`);
    return typeof value === 'number' ? [[name, value] as const] : [];
  });
  return Object.fromEntries(found);
}
