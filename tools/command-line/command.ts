import { FlagError } from './flags.ts';

/** A failure whose message is all that the person at the terminal needs. */
export class CommandError extends Error {}

type ErrorClass = new (...args: never[]) => Error;

/**
 * A command, from its arguments to its exit status: 0 when all was well, 1 when it was not, 2 when the command line was
 * wrong, 130 on Ctrl-C.
 * @param readFlags its flags; or, where they ask for no more than a text (`--help`, `--list`), that text
 * @param run says whether all was well, or that Ctrl-C was its regular end
 * @param expected further errors whose message is all that the person at the terminal needs
 */
export async function runCommand<Flags extends object>(
  readFlags: (args: readonly string[]) => Flags | string,
  run: (flags: Flags, interrupted: AbortSignal) => Promise<boolean | 'stopped'>,
  expected: readonly ErrorClass[] = [],
): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt).once('SIGHUP', interrupt);
  try {
    const flags = readFlags(process.argv.slice(2));
    if (typeof flags === 'string') {
      process.stdout.write(flags);
      return 0;
    }
    const outcome = await run(flags, interrupted.signal);
    if (outcome === 'stopped') return 0;
    if (interrupted.signal.aborted) return 130;
    return outcome ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    const isExpected = [FlagError, CommandError, ...expected].some((known) => error instanceof known);
    if (!isExpected || !(error instanceof Error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof FlagError ? 2 : 1;
  }
}
