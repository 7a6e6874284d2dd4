import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/** Runs a file as its command does, in a process of its own. */
export function startCommand(
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): ChildProcess {
  return spawn(process.execPath, [file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
}

/** What a process printed, what it said on standard error, and its exit status. */
export async function outcome(child: ChildProcess) {
  const [out, said, [status]] = await Promise.all([
    child.stdout ? text(child.stdout) : '',
    child.stderr ? text(child.stderr) : '',
    once(child, 'exit'),
  ]);
  return { out, said, status };
}

/** Ctrl-C, once the process has said this on standard error; a second one would not let it end by itself. */
export function interruptAt(words: string, child: ChildProcess): void {
  let said = '';
  const listen = (chunk: Buffer) => {
    said += chunk;
    if (!said.includes(words)) return;
    child.stderr?.off('data', listen);
    child.kill('SIGINT');
  };
  child.stderr?.on('data', listen);
}
