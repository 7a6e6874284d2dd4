import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './programs.ts';

const copies: string[] = [];

/** What a Pulumi program needs, in a folder of its own: its package's kind and the installed packages. */
export function emptyProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
  copies.push(folder);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  mkdirSync(join(folder, 'infra'));
  return folder;
}

/** The project as far as `pulumi up` reads it, to be changed without harm. */
export function projectCopy(): string {
  const folder = emptyProject();
  const files = readdirSync(root).filter((file) => /^Pulumi.*\.yaml$/.test(file));
  for (const part of [...files, ...programFolders()]) cpSync(join(root, part), join(folder, part), { recursive: true });
  return folder;
}

export function removeCopies() {
  for (const folder of copies.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** infra/ and what it imports from: the house lets it import dashboards/ and eventbridge/, and bundle function/. */
function programFolders(): readonly string[] {
  return readdirSync(root).filter((folder) => ['infra', 'function', 'dashboards', 'eventbridge'].includes(folder));
}
