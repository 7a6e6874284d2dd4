import { FlagError } from '../local/flags.ts';
import { LocalRunError } from './local-run.ts';

/** Runs a command of this folder. Answers with its exit status, as `--help` explains it. */
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
    if (!(error instanceof FlagError || error instanceof LocalRunError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof FlagError ? 2 : 1;
  }
}
