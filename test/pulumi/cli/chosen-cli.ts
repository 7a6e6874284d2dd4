import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir, setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { progress } from '../../../tools/command-line/progress.ts';

/** The Pulumi CLI that the tests run, or why there is none. */
export type Cli =
  | { readonly is: 'there'; readonly path: string; readonly version: string }
  | { readonly is: 'missing'; readonly why: string };

const folder = join(import.meta.dirname, '..');

/** Of the Go module, and so of what is built. */
const wanted = /pulumi\/pkg\/v3 v(\S+)/.exec(readFileSync(join(folder, 'go.mod'), 'utf8'))?.[1] ?? '';

/** Where it is built: in the user's cache, where `npm ci` leaves it alone. */
const built = join(
  // Empty is as good as unset: https://specifications.freedesktop.org/basedir-spec/latest/
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'webhook-bridge',
  `pulumi-${wanted}-${process.platform}-${process.arch}`,
);

/** The one that PULUMI_CLI names, else the one that was built here, else the one on the PATH. */
export function chosenCli(): Cli {
  const { PULUMI_CLI: named } = process.env;
  if (named !== undefined) {
    const version = versionOf(named);
    return version === undefined
      ? { is: 'missing', why: `PULUMI_CLI names ${named}, which does not run` }
      : { is: 'there', path: named, version };
  }
  for (const path of [built, ...onPath()]) {
    const version = existsSync(path) ? versionOf(path) : undefined;
    if (version !== undefined) return { is: 'there', path, version };
  }
  return {
    is: 'missing',
    why: 'there is no Pulumi CLI: install Go, by which it is built here, or the CLI itself (https://www.pulumi.com/docs/install/), or name it in PULUMI_CLI',
  };
}

/** Builds the CLI once, where Go is there and no other is named, and shows how far that is. */
export async function buildCli(): Promise<void> {
  if (process.env.PULUMI_CLI !== undefined || existsSync(built) || !hasGo()) return;
  mkdirSync(dirname(built), { recursive: true });
  const unfinished = `${built}.${process.pid}`;
  // About as many packages as there are.
  const packages = 1_600;
  const build = spawn('sh', [join(import.meta.dirname, 'build.sh'), unfinished], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (build.pid !== undefined) setPriority(build.pid, 10);
  const shown = progress();
  let said = '';
  build.stderr.on('data', (chunk) => {
    said += chunk;
    const lines = said.split('\n');
    const compiled = lines.filter((line) => !line.startsWith('go: ')).length;
    const doing = compiled > 1 ? `${compiled} of some ${packages} packages` : 'downloading its modules';
    shown.say(() => `building the Pulumi CLI ${wanted}, once: ${doing}`, lines.length === 2);
  });
  const [status] = await once(build, 'close');
  shown.end();
  if (status === 0) renameSync(unfinished, built);
  else {
    rmSync(unfinished, { force: true });
    process.stderr.write(
      `${said.trim().split('\n').slice(-5).join('\n')}\nthe Pulumi CLI ${wanted} could not be built\n`,
    );
  }
}

function hasGo(): boolean {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** All but npm's, which would download one. */
function onPath(): readonly string[] {
  return (process.env.PATH ?? '')
    .split(':')
    .filter((entry) => entry !== '' && !entry.endsWith('node_modules/.bin'))
    .map((entry) => join(entry, 'pulumi'));
}

function versionOf(path: string): string | undefined {
  try {
    const env = { PATH: process.env.PATH, HOME: process.env.HOME, PULUMI_SKIP_UPDATE_CHECK: 'true' };
    return execFileSync(path, ['version'], { encoding: 'utf8', env, stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}
