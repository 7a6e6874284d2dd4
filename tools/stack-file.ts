import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { CommandError } from './command-line/command.ts';

/** What the Pulumi CLI hands to the program of a stack: every value as text, objects as JSON. */
export interface Configuration {
  readonly project: string;
  readonly stack: string;
  /** By full key, `webhook-bridge:memory`. */
  readonly values: Readonly<Record<string, string>>;
  /** Keys, dotted into objects, whose value is encrypted in the file. It is left out and never decrypted. */
  readonly encrypted: readonly string[];
}

/** The stack file is missing or not what Pulumi takes. */
export class StackFileError extends CommandError {}

const projectFile = z.object({
  name: z.string(),
  config: z.record(z.string(), z.object({ default: z.unknown() })).default({}),
});
const stackFile = z.object({ config: z.record(z.string(), z.unknown()).default({}) }).nullable();

/**
 * Pulumi.yaml's defaults under what Pulumi.<stack>.yaml sets, as the CLI merges them.
 * @param given what stands in place of either, KEY=VALUE as the CLI's `--config` takes it
 */
export function readStack(root: string, stack: string, given: readonly string[] = []): Configuration {
  const project = read(join(root, 'Pulumi.yaml'), projectFile);
  const path = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    throw new StackFileError(`there is no stack ${stack}: Pulumi.${stack}.yaml is missing; here are ${stacks(root)}`);
  }
  const set = read(path, stackFile)?.config ?? {};
  const defaults = Object.entries(project.config).map(([key, { default: value }]) => [`${project.name}:${key}`, value]);

  const bare = Object.keys(set).find((key) => !key.includes(':'));
  if (bare !== undefined) {
    throw new StackFileError(`${path}: ${bare} belongs to no project; write ${project.name}:${bare}`);
  }

  const encrypted: string[] = [];
  const values: Record<string, string> = {};
  for (const [key, value] of [...defaults, ...Object.entries(set)] as [string, unknown][]) {
    const plain = withoutEncrypted(value, key, encrypted);
    if (plain !== undefined) values[key] = typeof plain === 'string' ? plain : JSON.stringify(plain);
  }
  for (const setting of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || value === undefined) {
      throw new StackFileError(`--config is "${setting}"; it wants KEY=VALUE, as in --config memory=512`);
    }
    values[key.includes(':') ? key : `${project.name}:${key}`] = value;
  }
  return { project: project.name, stack, values, encrypted };
}

function read<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  let content: unknown;
  try {
    content = parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new StackFileError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  const checked = schema.safeParse(content);
  if (!checked.success) throw new StackFileError(`${path}: ${z.prettifyError(checked.error)}`);
  return checked.data;
}

function stacks(root: string): string {
  const found = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return found.length > 0 ? found.join(', ') : 'none';
}

/** An encrypted value stands in the file as `{ secure: … }`, also inside objects. */
function withoutEncrypted(value: unknown, key: string, encrypted: string[]): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => withoutEncrypted(item, `${key}.${index}`, encrypted));
  if ('secure' in value) {
    encrypted.push(key);
    return undefined;
  }
  const fields = Object.entries(value).map(([field, inner]) => [
    field,
    withoutEncrypted(inner, `${key}.${field}`, encrypted),
  ]);
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined));
}
