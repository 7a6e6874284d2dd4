import { FlagError } from './flags.ts';

/** A failure whose message is all that the person at the terminal needs. */
export class CommandError extends Error {}

/** Runs a command that is told to stop by Ctrl-C. Answers with its exit status, as `--help` explains it. */
export async function runCommand(command: (interrupted: AbortSignal) => Promise<boolean>): Promise<number> {
  const interrupted = new AbortController();
  const interrupt = () => interrupted.abort();
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    const isGood = await command(interrupted.signal);
    if (interrupted.signal.aborted) return 130;
    return isGood ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return 130;
    if (!isExpected(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof FlagError ? 2 : 1;
  }
}

function isExpected(error: unknown): error is Error {
  return [FlagError, CommandError].some((known) => error instanceof known);
}
