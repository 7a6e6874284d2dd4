import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../../../until.ts';
import { defaults, exists } from './hosted-function.ts';

const hostModule = new URL('../../../../local/aws/lambda/lambda.ts', import.meta.url).href;

/** A handler that is done at once, so that its environment is idle when the host dies. */
const idle = 'async () => {}';

describe('a host that is killed', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'lambda-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const shell = process.env.PATH ?? '';
  for (const [state, handler, path] of [
    ['is idle', idle, '/nowhere'],
    ['waits in a handler', '() => new Promise(() => setInterval(() => {}, 1000))', '/nowhere'],
    ['spins in an endless loop', 'async () => { for (;;); }', shell],
  ] as const) {
    it(`leaves no process behind that ${state}, ${path === shell ? 'by its guard' : 'without a shell to guard it'}`, async () => {
      const pid = await pidUnderKilledHost(handler, path);

      try {
        await until(() => !isRunning(pid));
      } finally {
        if (isRunning(pid)) process.kill(pid, 'SIGKILL');
      }
    });
  }

  /** The process of an environment that was in its handler, or past it, when SIGKILL took its host. */
  async function pidUnderKilledHost(handler: string, path: string): Promise<number> {
    writeFileSync(
      join(directory, 'index.mjs'),
      `const handle = ${handler}; export const handler = () => {
      process.stdout.write('handling ' + process.pid + '\\n');
      return handle();
    };`,
    );
    const configuration = JSON.stringify({ ...defaults, timeoutSeconds: 60, codeDirectory: directory });
    writeFileSync(
      join(directory, 'host.mts'),
      `
      import { createLambdaHost } from ${JSON.stringify(hostModule)};
      const host = createLambdaHost(${configuration}, { log: (line) => console.log(line.message) });
      await host.invoke('{}');
      console.log('idle');
    `,
    );
    const host = spawn(process.execPath, [join(directory, 'host.mts')], {
      env: { PATH: path },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const gone = new Promise((resolve) => host.once('exit', resolve));
    let pid = 0;
    for await (const line of createInterface({ input: host.stdout })) {
      pid ||= Number(/^handling (\d+)$/.exec(line)?.[1] ?? 0);
      const ready = handler === idle ? line === 'idle' : pid !== 0;
      if (ready) break;
    }
    assert.ok(exists(pid), 'the environment runs while its host does');
    host.kill('SIGKILL');
    await gone;
    return pid;
  }
});

/** An orphan's zombie may stay where nobody reaps it, as in a container whose first process does not. */
function isRunning(pid: number): boolean {
  if (!exists(pid)) return false;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return exists(pid);
  }
}
