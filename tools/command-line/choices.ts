import { FlagError } from './flags.ts';

/** What a flag chooses from by name. */
export interface Choice {
  readonly name: string;
  /** In a few words. */
  readonly what: string;
}

/** @throws FlagError naming the flag and the choices */
export function choiceOf<T extends Choice>(flag: string, given: string, choices: readonly T[]): T {
  const found = choices.find(({ name }) => name === given);
  if (found) return found;
  throw new FlagError(`--${flag} is "${given}"; it wants one of ${choices.map(({ name }) => name).join(', ')}`);
}

/** What `--list` prints, a line each. */
export function choiceList(choices: readonly Choice[]): string {
  const width = Math.max(...choices.map(({ name }) => name.length));
  return choices.map(({ name, what }) => `${name.padEnd(width)}  ${what}\n`).join('');
}
