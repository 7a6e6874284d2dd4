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
  /** Runs what is meant to be pasted into a shell. Answers with what it printed. */
  readonly paste: (command: string) => Promise<string>;
}

/** The `aws` on the PATH, or the one that AWS_CLI names. */
export const today = process.env.AWS_CLI ?? 'aws';

/** One of 2024, such as 1.36, which speaks the query protocol to CloudWatch; undefined when AWS_CLI_2024 names none. */
export const of2024 = process.env.AWS_CLI_2024;

/** With both of them, and the older one skipped in plain sight when it is not there. */
export function describeWithBoth(what: string, tests: (program: string) => void): void {
  describe(`the aws CLI of today ${what}`, () => tests(today));
  const title = `the aws CLI of 2024 ${what}`;
  if (of2024 === undefined)
    describe.skip(title, () => it('needs AWS_CLI_2024 to name it (pip install awscli==1.36.40)'));
  else describe(title, () => tests(of2024));
}

/** With none of the settings of whoever runs it. */
export async function awsCli(endpoint: string, region: string, program = today): Promise<AwsCli> {
  const { PATH, HOME } = process.env;
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
      const shell = ['-ec', `aws() { command "$AWS_CLI" --endpoint-url "$ENDPOINT" "$@"; }\n${command}`];
      const { stdout } = await run('sh', shell, { env: { ...env, AWS_CLI: program, ENDPOINT: endpoint } });
      return stdout;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}
