import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../infra/programs.ts';
import { projectCopy, removeCopies } from '../../infra/project-copy.ts';
import { Account } from '../double/account.ts';
import { providerDouble } from '../double/double.ts';
import { type Handed, languageHost } from '../language-host.ts';
import { chosenCli } from './chosen-cli.ts';

/** How a command of the CLI ended. */
interface Outcome {
  readonly status: number;
  /** Standard output. */
  readonly out: string;
  /** Both, as the person at the terminal sees them. */
  readonly said: string;
}

/** The real CLI with a checkout, a backend and an AWS account of its own. */
export interface PulumiProject extends AsyncDisposable {
  readonly folder: string;
  readonly account: Account;
  /** What the CLI told the program, oldest first. */
  readonly handed: readonly Handed[];
  /** Runs `pulumi` in the checkout, or in another one. */
  readonly run: (args: readonly string[], folder?: string) => Promise<Outcome>;
  /** Likewise, and fails when the CLI does. */
  readonly succeed: (args: readonly string[], folder?: string) => Promise<Outcome>;
  /** Runs what a page tells people to paste into a shell, `npx pulumi` and `npm run up` being this CLI. */
  readonly paste: (commands: string) => Promise<Outcome>;
}

/** `npm run up` and `npx pulumi` of this checkout; nobody is there to say yes, or to wait for colours. */
const prelude = `
npx() { shift; case "$1 $2" in destroy*|import*|'stack rm') pulumi "$@" --yes;; *) pulumi "$@";; esac; }
npm() { shift 3; pulumi up --yes "$@"; }
`;

/** @param waits whether the program waits for IAM as it does, which takes 15 s whenever a role is made */
export async function pulumiProject({ waits }: { readonly waits: boolean }): Promise<PulumiProject> {
  const account = new Account();
  const host = await languageHost();
  const double = await providerDouble(account);
  const home = mkdtempSync(join(tmpdir(), 'webhook-bridge-pulumi-'));
  mkdirSync(join(home, 'backend'));
  mkdirSync(join(home, 'bin'));
  const cli = chosenCli();
  if (cli.is === 'missing') throw new Error(cli.why);
  symlinkSync(cli.path, join(home, 'bin', 'pulumi'));
  const checkout = projectCopy();
  if (!waits) {
    account.weather.propagationMs = 0;
    edit(join(checkout, 'infra/iam-propagation.ts'), '15_000', '0');
  }
  const env = {
    // A CLI that brings a language host of its own takes Node from the PATH.
    PATH: [join(home, 'bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(':'),
    HOME: home,
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${join(home, 'backend')}`,
    PULUMI_CONFIG_PASSPHRASE: 'correct horse',
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_DEBUG_LANGUAGES: `nodejs:${host.port}`,
    PULUMI_DEBUG_PROVIDERS: `aws:${double.port}`,
  };
  const run = (file: string, args: readonly string[], folder: string) =>
    new Promise<Outcome>((resolve) => {
      const options = { cwd: folder, env, maxBuffer: 256 * 1024 * 1024 };
      execFile(file, args, options, (error, out, errors) =>
        resolve({ status: error === null ? 0 : Number(error.code ?? 1), out, said: `${out}${errors}` }),
      );
    });
  const pulumi = (args: readonly string[], folder = checkout) =>
    run(cli.path, [...args, '--non-interactive', '--color', 'never'], folder);
  return {
    folder: checkout,
    account,
    handed: host.handed,
    run: pulumi,
    async succeed(args, folder) {
      const outcome = await pulumi(args, folder);
      if (outcome.status !== 0)
        throw new Error(`pulumi ${args.join(' ')} ended with ${outcome.status}:\n${outcome.said}`);
      return outcome;
    },
    paste: (commands) => run('bash', ['-ec', `${prelude}${commands}`], checkout),
    async [Symbol.asyncDispose]() {
      host.close();
      double.close();
      rmSync(home, { recursive: true, force: true });
      removeCopies();
    },
  };
}

/** Changes a file of a checkout. */
export function edit(file: string, text: string, replacement: string): void {
  const content = readFileSync(file, 'utf8');
  if (!content.includes(text)) throw new Error(`${file} has no ${text}`);
  writeFileSync(
    file,
    content.replace(text, () => replacement),
  );
}
