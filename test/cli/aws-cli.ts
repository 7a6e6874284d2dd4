import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What `aws` printed, parsed. */
type Output = Readonly<Record<string, unknown>>;

export interface AwsCli extends AsyncDisposable {
  /** Runs one command; what `files` holds is written to a file and given as the value of the flag of that name. */
  readonly ask: (args: readonly string[], files?: Readonly<Record<string, unknown>>) => Promise<Output>;
  /** Runs what is meant to be pasted into a shell. */
  readonly paste: (command: string) => Promise<void>;
}

/** The `aws` on the PATH, or the one that AWS_CLI names, with none of the settings of whoever runs it. */
export async function awsCli(endpoint: string, region: string): Promise<AwsCli> {
  const { AWS_CLI: program = 'aws', PATH, HOME } = process.env;
  await run(program, ['--version']).catch(() => {
    throw new Error(`there is no ${program}: install the AWS CLI (pip install awscli), or name it in AWS_CLI`);
  });
  const folder = await mkdtemp(join(tmpdir(), 'webhook-bridge-aws-'));
  const config = join(folder, 'config');
  // Version 1 prints times as they came over the wire, version 2 like this.
  await writeFile(config, '[default]\ncli_timestamp_format = iso8601\noutput = json\n');
  const env = {
    PATH,
    HOME,
    AWS_CONFIG_FILE: config,
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'none'),
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_REGION: region,
    AWS_PAGER: '',
  };
  return {
    async ask(args, files = {}) {
      const flags = await Promise.all(
        Object.entries(files).map(async ([flag, content]) => {
          const file = join(folder, `${flag}.json`);
          await writeFile(file, JSON.stringify(content));
          return [`--${flag}`, `file://${file}`];
        }),
      );
      const command = ['--endpoint-url', endpoint, ...args, ...flags.flat()];
      const { stdout } = await run(program, command, { env, maxBuffer: 64 * 1024 * 1024 });
      return JSON.parse(stdout);
    },
    async paste(command) {
      const shell = ['-ec', `aws() { "$AWS_CLI" --endpoint-url "$ENDPOINT" "$@"; }\n${command}`];
      await run('sh', shell, { env: { ...env, AWS_CLI: program, ENDPOINT: endpoint } });
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
