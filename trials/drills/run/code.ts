import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LambdaHost } from '../../../local/index.ts';
import type { Stage } from '../drill.ts';

/** The function's code, and other code in its place. */
export interface Code extends AsyncDisposable {
  readonly deploy: Stage['deploy'];
}

export function codeOf(lambda: LambdaHost): Code {
  const folders: string[] = [];
  const original = lambda.configuration.codeDirectory;
  return {
    async deploy(change) {
      const folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-drill-'));
      folders.push(folder);
      const names = await readdir(original);
      const files = Object.fromEntries(
        await Promise.all(names.map(async (name) => [name, await readFile(join(original, name), 'utf8')] as const)),
      );
      for (const [name, content] of Object.entries(change(files))) await writeFile(join(folder, name), content);
      await lambda.deploy(folder);
      return () => lambda.deploy(original);
    },
    async [Symbol.asyncDispose]() {
      for (const folder of folders) await rm(folder, { recursive: true, force: true });
    },
  };
}
