import { FlagError } from './flags.ts';

/** What a flag chooses from by name. */
export interface Named {
  readonly name: string;
  /** In a few words. */
  readonly what: string;
}

/** @throws FlagError naming the flag and what there is */
export function named<T extends Named>(flag: string, given: string, all: readonly T[]): T {
  const found = all.find(({ name }) => name === given);
  if (found) return found;
  throw new FlagError(`--${flag} is "${given}"; it wants one of ${all.map(({ name }) => name).join(', ')}`);
}

/** What `--list` prints, a line each. */
export function listing(all: readonly Named[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, what }) => `${name.padEnd(width)}  ${what}\n`).join('');
}
