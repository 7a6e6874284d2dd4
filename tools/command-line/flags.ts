import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';

/** A flag that is unknown or has a wrong value. */
export class FlagError extends Error {}

const help = { help: { type: 'boolean', short: 'h' } } as const;

/**
 * The flags as they were given, `--help` among them.
 * @param command how the command is run
 * @throws FlagError naming the flag that is unknown or lacks its value
 */
export function parseFlags<const Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
  command: string,
) {
  try {
    return parseArgs({ args: [...args], options: { ...options, ...help } }).values;
  } catch (error) {
    // Node's text goes on with advice on passing positional arguments, of which there are none here.
    const text = error instanceof Error ? error.message : String(error);
    throw new FlagError(`${text.split('. ')[0]}; ${command} -- --help lists the flags`);
  }
}

/**
 * An integer in a range.
 * @throws FlagError naming the flag and the range
 */
export function integerOf(
  flag: string,
  given: string | boolean | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (given === undefined) return fallback;
  const number = Number(given);
  if (/^\d+$/.test(String(given)) && number >= least && number <= most) return number;
  throw new FlagError(`--${flag} is "${given}"; it wants a whole number from ${least} to ${most}`);
}
