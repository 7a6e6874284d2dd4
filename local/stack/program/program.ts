import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Configuration } from '../../../tools/stack-file.ts';
import type { Graph } from './graph.ts';
import { monitor, type Provider } from './monitor.ts';

/** The program stopped; the message is what it said. */
export class ProgramError extends Error {}

/**
 * Runs the Pulumi program of a project in Pulumi's own language runtime, with this process as its engine.
 * @param root the folder of Pulumi.yaml
 * @param nodeFlags of the process that the program runs in
 * @param warned takes what the program warns of
 * @throws ProgramError when the program refuses its settings or fails
 */
export async function runProgram(
  root: string,
  configuration: Configuration,
  provide: Provider,
  nodeFlags: readonly string[] = [],
  warned: (message: string) => void = () => {},
): Promise<Graph> {
  const { project, stack, values, secretKeys } = configuration;
  const engine = await monitor(project, stack, provide, warned);
  try {
    const { address } = engine;
    const flags = {
      monitor: address,
      engine: address,
      project,
      stack,
      organization: 'local',
      pwd: join(root, 'infra'),
      parallel: 64,
    };
    const program = spawn(
      process.execPath,
      [
        ...nodeFlags,
        languageRuntime,
        ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
        '.',
      ],
      // A program that reads anything but its settings would differ between the laptop and `pulumi up`.
      {
        env: {
          PATH: process.env.PATH,
          PULUMI_CONFIG: JSON.stringify(values),
          PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let printed = '';
    program.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    program.stderr.on('data', (chunk) => {
      printed += chunk;
    });
    const [status] = await once(program, 'close');
    if (status !== 0)
      throw new ProgramError(engine.errors().join('\n').trim() || printed.trim() || `exit status ${status}`);
    return engine.graph();
  } finally {
    engine.close();
  }
}

const languageRuntime = join(
  dirname(createRequire(import.meta.url).resolve('@pulumi/pulumi/package.json')),
  'cmd/run/index.js',
);
