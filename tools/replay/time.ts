import { FlagError } from '../command-line/flags.ts';

const milliseconds = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** So long ago. */
export const relative = /^-(?<count>\d{1,6})(?<unit>[smhd])$/;
/** With its zone: a time without one means another hour to whoever reads it elsewhere. */
const absolute = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/**
 * Milliseconds since the epoch of a time as people write it.
 * @throws FlagError naming the flag
 */
export function timeOf(flag: string, text: string, now: number): number {
  const { count, unit } = relative.exec(text)?.groups ?? {};
  // The pattern has no other units.
  if (unit !== undefined) return now - Number(count) * milliseconds[unit as keyof typeof milliseconds];
  const time = absolute.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(time)) return time;
  throw new FlagError(
    `--${flag} is "${text}"; it wants a time with its zone, such as 2026-07-10T12:00:00Z, a day (UTC), or so long ago, such as -90m, -1h or -2d`,
  );
}

/** A length of time for people to read. */
export function duration(length: number): string {
  if (length < 1000) return `${Math.round(length)} ms`;
  const seconds = Math.round(length / 1000);
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return said.slice(0, 2).join(' ');
}

export function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
