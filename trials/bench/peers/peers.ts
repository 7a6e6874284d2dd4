import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, transform } from 'esbuild';
import { type DeclaredSource, fixedEnvironment, variables } from '../../../function/environment.ts';
import { buildFunction } from '../../../infra/bundle/bundle.ts';
import { secret } from '../delivery.ts';
import { installed } from './installed.ts';

export const peerNames = ['bare', 'naive-unbundled', 'naive-bundled', 'bridge', 'bridge-quiet'] as const;

export type PeerName = (typeof peerNames)[number];

/** A function to compare, each with a handler `index.handler`. */
export interface Peer {
  readonly name: PeerName;
  readonly says: string;
  /** By their names in the function's zip. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly environment: Readonly<Record<string, string>>;
  /** Whether a delivery becomes an event on the bus `busOf(name)`. */
  readonly publishes: boolean;
  /** What to set instead so that INIT calls nobody, for a peer that calls somebody there. */
  readonly withoutNetwork?: Readonly<Record<string, string>>;
}

/** Each peer has a bus of its own, on which its events are counted. */
export const busOf = (name: PeerName): string => `bench-${name}`;

const root = join(import.meta.dirname, '../../..');

export async function buildPeers(): Promise<readonly Peer[]> {
  const quiet = { [join(root, 'function/telemetry/telemetry.ts')]: join(import.meta.dirname, 'quiet-telemetry.ts') };
  return [
    {
      name: 'bare',
      says: 'an empty handler',
      files: { 'index.mjs': readFileSync(join(import.meta.dirname, 'bare.mjs')) },
      environment: {},
      publishes: false,
    },
    { ...naive('naive-unbundled'), says: 'as documented, with node_modules', files: await unbundled() },
    { ...naive('naive-bundled'), says: 'the same, bundled by esbuild', files: await bundled() },
    { ...bridge('bridge'), says: 'webhook-bridge', files: await buildFunction() },
    { ...bridge('bridge-quiet'), says: 'without telemetry', files: await buildFunction({ replace: quiet }) },
  ];
}

type Built = 'says' | 'files';

function naive(name: PeerName): Omit<Peer, Built> {
  const environment = { BUS_NAME: busOf(name), SECRET_ID: secret.arn, POWERTOOLS_SERVICE_NAME: `bench-${name}` };
  return { name, environment, publishes: true };
}

/** The environment that infra/ingress/environment.ts gives the function, with the defaults of Pulumi.yaml. */
function bridge(name: PeerName): Omit<Peer, Built> {
  const declared: DeclaredSource = { name: 'momento', scheme: 'momento', secretId: secret.arn };
  return {
    name,
    publishes: true,
    environment: {
      [variables.busName]: busOf(name),
      // Nothing is parked here.
      [variables.parkingQueueUrl]: 'https://sqs.invalid/parking',
      [variables.sources]: JSON.stringify([declared]),
      [variables.freshnessSeconds]: '60',
      [variables.maxDeliveryBytes]: '262144',
      [variables.secretCacheSeconds]: '300',
      [variables.serviceName]: `bench-${name}`,
      ...fixedEnvironment,
    },
    // With nobody to deliver there is no secret to fetch and no connection to open: function/init/warm-up.ts returns at once.
    // A real run without the network, and not a subtraction of what the function says of itself.
    withoutNetwork: { [variables.sources]: '[]' },
  };
}

const source = join(import.meta.dirname, 'naive.ts');

/** Its types taken off beforehand, as a compiler would: Node's own stripping would be on the cold start's clock. */
async function unbundled(): Promise<Peer['files']> {
  const { code } = await transform(readFileSync(source, 'utf8'), { loader: 'ts', format: 'esm' });
  const imports = [...code.matchAll(/from "(@[^"]+)"/g)].map(([, name = '']) => name);
  return { 'index.mjs': Buffer.from(code), ...installed(root, imports) };
}

/** esbuild's defaults for Node: CommonJS, not minified. */
async function bundled(): Promise<Peer['files']> {
  const { outputFiles } = await build({ entryPoints: [source], bundle: true, platform: 'node', write: false });
  return Object.fromEntries(outputFiles.map(({ contents }) => ['index.js', contents]));
}
