import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { CommandError } from '../../tools/command-line/command.ts';
import { localAws } from '../../tools/local-aws.ts';
import { fetchSecret } from '../../tools/secrets.ts';
import { describedScheme } from '../../tools/senders.ts';
import type { Webhook } from './post.ts';

/** `npm start` as it runs beside this program, on free ports. */
export interface LocalRun extends AsyncDisposable {
  readonly pid: number;
  /** That of the first source. */
  readonly webhook: Webhook;
  /** Those of all. */
  readonly webhooks: readonly Webhook[];
  readonly awsEndpoint: string;
  /** URL of the web page. */
  readonly console: string;
  /** Aborted when it is no more. */
  readonly ended: AbortSignal;
}

/** The stack did not come up, or went down. */
class LocalRunError extends CommandError {}

const ready = z.object({
  awsEndpoint: z.string(),
  console: z.string(),
  sources: z.array(
    z.object({
      url: z.string(),
      signedUrl: z.string(),
      scheme: z.string(),
      description: describedScheme.optional(),
      secretId: z.string(),
    }),
  ),
});

const root = join(import.meta.dirname, '../..');

/** What `npm start` runs, with its flags of Node's. */
function command(): readonly string[] {
  const { scripts } = z
    .object({ scripts: z.object({ start: z.string() }) })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  return scripts.start.split(' ').slice(1);
}

/**
 * Starts the stack in a process of its own, so that its work and the sender's don't wait for each other.
 * @param config settings in place of the stack file's, KEY=VALUE
 */
export async function startLocalRun(stack: string, config: readonly string[] = []): Promise<LocalRun> {
  const ports = ['--port', '0', '--aws-port', '0', '--console-port', '0'];
  const settings = config.flatMap((setting) => ['--config', setting]);
  const child = spawn(process.execPath, [...command(), '--json', '--stack', stack, ...ports, ...settings], {
    // A group of its own, which Ctrl-C does not reach: the deliveries under way are answered before it is stopped.
    detached: true,
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const { stdout, pid } = child;
  if (!stdout || pid === undefined) throw new LocalRunError('npm start cannot be run');
  const ended = new AbortController();
  child.once('exit', () => ended.abort(new LocalRunError('npm start ended before its time')));
  process.once('exit', () => child.kill('SIGINT'));
  const stop = async () => {
    if (ended.signal.aborted) return;
    child.kill('SIGINT');
    await once(child, 'exit');
  };
  const lines = createInterface(stdout);
  const [first] = await once(lines, 'line', { signal: ended.signal }).catch(() => {
    throw new LocalRunError(`the stack ${stack} did not start`);
  });
  // Nobody reads what follows, and a full pipe would stop the stack.
  lines.close();
  stdout.resume();
  const { awsEndpoint, console, sources } = ready.parse(JSON.parse(first));
  const webhooks = await Promise.all(
    sources.map(async ({ url, signedUrl, scheme, description, secretId }) => {
      const secret = await fetchSecret(localAws(awsEndpoint), secretId);
      return { url, signedUrl, scheme: description ?? scheme, secret };
    }),
  );
  const [webhook] = webhooks;
  if (!webhook) throw new LocalRunError(`the stack ${stack} has no source`);
  return {
    pid,
    console,
    awsEndpoint,
    webhook,
    webhooks,
    ended: ended.signal,
    [Symbol.asyncDispose]: stop,
  };
}
