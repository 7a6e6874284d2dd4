import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of a run has its process id in its name. */
const prefix = 'webhook-bridge-run-';
const processId = new RegExp(`^${prefix}(\\d+)-`);

/** No folder for temporary files, or none that can be written to. */
export class RunFolderError extends Error {}

/**
 * A new folder for temporary files of this run, in TMPDIR. Removes those of runs that were killed and could not.
 * @throws RunFolderError naming TMPDIR
 */
export async function createRunFolder(): Promise<string> {
  const parent = tmpdir();
  try {
    for (const name of await readdir(parent)) {
      const pid = processId.exec(name)?.[1];
      if (pid !== undefined && !isRunning(Number(pid))) await rm(join(parent, name), { recursive: true, force: true });
    }
    return await mkdtemp(join(parent, `${prefix}${process.pid}-`));
  } catch (error) {
    throw new RunFolderError(
      `there is no room for temporary files in ${parent} (${error instanceof Error ? error.message : String(error)}); set TMPDIR to another folder`,
    );
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // A process of somebody else runs as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
