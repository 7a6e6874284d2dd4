import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from './command.ts';

/**
 * How to write what a command found into the file of its flag `--json`; nothing is written when there is none.
 * @throws CommandError at once when its folder cannot be written to, as a run of minutes should not end with that
 */
export function jsonFile(file: string | undefined): (found: object) => void {
  if (file === undefined) return () => {};
  reaching(file, () => accessSync(dirname(file), constants.W_OK));
  return (found) => reaching(file, () => writeFileSync(file, `${JSON.stringify(found, null, 2)}\n`));
}

/** @throws CommandError naming the file and why it cannot be written */
export function reaching(file: string, access: () => void): void {
  try {
    access();
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
