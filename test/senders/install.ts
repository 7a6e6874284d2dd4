import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const folder = join(import.meta.dirname, 'packages');

/** How npm says that the network, or who answers there, is the reason. */
const unreachable =
  /^npm error code (EAI_AGAIN|ENOTFOUND|ECONN\w+|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET_TIMEOUT|E5\d\d)$/m;

/**
 * Installs the senders' packages, 300 MB of them, unless they are there.
 * @returns why they are missing, where the registry cannot be reached
 * @throws Error when npm fails for another reason, such as an archive with another hash
 */
export function installPackages(): string | undefined {
  if (isInstalled()) return undefined;
  console.log('installing the packages of the senders into test/senders/packages/node_modules, once …');
  const args = ['ci', '--ignore-scripts', '--fetch-retries=1', '--fetch-retry-mintimeout=1000', '--prefix', folder];
  const { status, stderr } = spawnSync('npm', args, { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] });
  if (status === 0) return undefined;
  const code = unreachable.exec(stderr)?.[1];
  if (code !== undefined) return `the npm registry cannot be reached (${code})`;
  throw new Error(`npm ci in ${folder} failed:\n${stderr}`);
}

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });
const installation = z.object({ packages: z.record(z.string(), z.object({ version: z.string() })) });

/** Whether each package is there in its version, by the list that npm writes when it has finished. */
function isInstalled(): boolean {
  const list = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const { dependencies } = manifest.parse(read(join(folder, 'package.json')));
  const { packages } = installation.parse(read(list));
  return Object.entries(dependencies).every(([name, version]) => packages[`node_modules/${name}`]?.version === version);
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}
