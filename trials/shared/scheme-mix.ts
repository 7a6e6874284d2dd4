import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

/**
 * Schemes that have little in common: what is signed, by which algorithm and encoding, where the time and the id are. Each
 * is answered with the id of the event, by which these trials find it again.
 */
export const mixedSchemes = [
  ...['momento', 'github', 'stripe', 'standard-webhooks', 'shopify'],
  ...['linear', 'zendesk', 'square', 'hubspot', 'twitch'],
] as const;

/** The setting `sources` of a stack with one source per scheme, named by it. */
export function sourcesOf(schemes: readonly string[]) {
  return schemes.map((scheme) => ({ name: scheme, scheme }));
}

const root = join(import.meta.dirname, '../..');
const stackFile = z.object({ config: z.record(z.string(), z.unknown()) });

/** The stack dev with a source per scheme, by a stack file that is there until this is disposed of, or the process ends. */
export function mixedStack(): Disposable & { readonly name: string } {
  const { config } = stackFile.parse(parse(readFileSync(join(root, 'Pulumi.dev.yaml'), 'utf8')));
  const name = `mix-${process.pid}`;
  const file = join(root, `Pulumi.${name}.yaml`);
  writeFileSync(file, stringify({ config: { ...config, 'webhook-bridge:sources': sourcesOf(mixedSchemes) } }));
  const remove = () => rmSync(file, { force: true });
  process.once('exit', remove);
  return { name, [Symbol.dispose]: remove };
}
