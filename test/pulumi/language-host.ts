import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import languageRpc from '@pulumi/pulumi/proto/language_grpc_pb.js';
import messages, { type LanguageHandshakeRequest, type RunRequest } from '@pulumi/pulumi/proto/language_pb.js';
import plugin from '@pulumi/pulumi/proto/plugin_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { withoutStacks } from '../infra/programs.ts';
import { type Service, serve, unary } from './rpc.ts';

/** What the CLI told the program of its stack. */
export interface Handed {
  readonly stack: string;
  readonly values: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

export interface LanguageHost extends Service {
  /** Oldest first, one for each time that the program ran. */
  readonly handed: readonly Handed[];
}

/** The exit status of a program that has told the engine itself what is wrong: cmd/run of @pulumi/pulumi. */
const told = 32;

/**
 * Stands in for pulumi-language-nodejs, which comes with the CLI's installer and not with its Go module: it starts the
 * language runtime of @pulumi/pulumi as that does. The CLI attaches to it by PULUMI_DEBUG_LANGUAGES.
 */
export async function languageHost(): Promise<LanguageHost> {
  const handed: Handed[] = [];
  let engine = '';
  const service = await serve(languageRpc.LanguageRuntimeService, {
    handshake: unary((request: LanguageHandshakeRequest) => {
      engine = request.getEngineAddress();
      return new messages.LanguageHandshakeResponse();
    }),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(version)),
    getRequiredPackages: unary(() => {
      const aws = new plugin.PackageDependency();
      aws.setName('aws').setKind('resource').setVersion(`v${version}`);
      return new messages.GetRequiredPackagesResponse().setPackagesList([aws]);
    }),
    run: unary(async (request: RunRequest, cancelled) => {
      const values = Object.fromEntries(request.getConfigMap().toObject(true));
      handed.push({ stack: request.getStack(), values, secretKeys: request.getConfigsecretkeysList() });
      const { status, printed } = await runProgram(request, engine, values, cancelled);
      const response = new messages.RunResponse();
      if (status === told) response.setBail(true);
      else if (status !== 0) response.setError(`the program ended with ${status}: ${printed}`);
      return response;
    }),
    cancel: unary(() => new empty.Empty()),
  });
  return { ...service, handed };
}

const require = createRequire(import.meta.url);
const { version } = require('@pulumi/aws/package.json');

async function runProgram(
  request: RunRequest,
  engine: string,
  values: Readonly<Record<string, string>>,
  cancelled: AbortSignal,
) {
  const info = request.getInfo();
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    stack: request.getStack(),
    pwd: request.getPwd(),
    parallel: request.getParallel(),
    'root-directory': info?.getRootDirectory() ?? request.getPwd(),
  };
  const program = spawn(
    process.execPath,
    [
      withoutStacks,
      require.resolve('@pulumi/pulumi/cmd/run'),
      ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
      ...(request.getDryrun() ? ['--dry-run'] : []),
      info?.getEntryPoint() ?? '.',
    ],
    {
      cwd: info?.getProgramDirectory() ?? join(request.getPwd()),
      env: {
        PATH: process.env.PATH,
        PULUMI_CONFIG: JSON.stringify(values),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  cancelled.addEventListener('abort', () => program.kill());
  let printed = '';
  const keep = (chunk: Buffer) => {
    printed += chunk;
  };
  program.stdout.on('data', keep);
  program.stderr.on('data', keep);
  const [status] = await once(program, 'close');
  return { status: Number(status), printed };
}
