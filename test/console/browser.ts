import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { patienceMs } from '../until.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The Chromium of this machine: $CHROMIUM, or the first on the PATH. Nothing is downloaded. */
function executable(): string {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const found = PATH.split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
  if (found) return found;
  throw new Error(`no Chromium on the PATH (${names.join(', ')}); set CHROMIUM to the path of one`);
}

/** A browser that asks nobody for anything by itself. Root, as in a container, has no sandbox to put it in. */
export function launch(): Promise<Browser> {
  const isRoot = process.getuid?.() === 0;
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'];
  return chromium.launch({
    executablePath: executable(),
    timeout: patienceMs,
    args: [...quiet, '--disable-gpu', '--disable-quic', ...(isRoot ? ['--no-sandbox'] : [])],
  });
}
