import { accessSync, constants, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { CommandError } from './command.ts';

/**
 * How to write what a command found into the file that a flag names; nothing is written when there is none.
 * @throws CommandError at once when its folder cannot be written to, as a run of minutes should not end with that
 */
export function outputFile(file: string | undefined): (text: string) => void {
  if (file === undefined) return () => {};
  explained(file, () => accessSync(dirname(file), constants.W_OK));
  return (text) => explained(file, () => writeFileSync(file, text));
}

/** The same for an object, in JSON. */
export function jsonFile(file: string | undefined): (found: object) => void {
  const write = outputFile(file);
  return (found) => write(`${JSON.stringify(found, null, 2)}\n`);
}

/** @throws CommandError naming the file and why it cannot be written */
function explained(file: string, access: () => void): void {
  try {
    access();
  } catch (error) {
    throw new CommandError(`${file} cannot be written: ${error instanceof Error ? error.message : error}`);
  }
}
