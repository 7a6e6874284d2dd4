import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError } from './command-line/command.ts';
import { FlagError } from './command-line/flags.ts';
import { type DeclaredSetting, fullType, isOfType } from './stack-types.ts';
import { parseAsPulumi } from './stack-yaml.ts';

/** What the Pulumi CLI hands to the program of a stack: every value as text, objects as JSON. */
export interface Configuration {
  readonly project: string;
  readonly stack: string;
  /** By full key, `webhook-bridge:memory`. */
  readonly values: Readonly<Record<string, string>>;
  /**
   * Keys, dotted into objects, whose value is encrypted in the file. It is left out and never decrypted, with the whole
   * entry where it is part of one in a list.
   */
  readonly encrypted: readonly string[];
  /** Full keys whose value is encrypted, or has a part that is: what the CLI calls secret. */
  readonly secretKeys: readonly string[];
}

/** The stack file is missing or not what Pulumi takes. */
export class StackFileError extends CommandError {}

const declared: z.ZodType<DeclaredSetting> = z.object({
  type: z.string(),
  items: z.lazy(() => declared).optional(),
  default: z.unknown().optional(),
});
const projectFile = z.object({ name: z.string(), config: z.record(z.string(), declared).default({}) });

/** https://www.pulumi.com/docs/iac/concepts/projects/stack-settings-file/ */
const stackFile = z
  .looseObject({
    config: z.record(z.string(), z.unknown()).nullable().default({}),
    environment: z.unknown().optional(),
  })
  .nullable();
const known = ['config', 'encryptionsalt', 'secretsprovider', 'encryptedkey', 'environment'];

/**
 * Pulumi.yaml's defaults under what Pulumi.<stack>.yaml sets, as the CLI merges them; refused is what it refuses, and what
 * it overlooks without a word.
 * @param given what stands in place of either, KEY=VALUE as the CLI's `--config` takes it
 * @param settings likewise, by key, each as a stack's file would have it
 * @throws FlagError when there is no such stack or `given` is not of that form
 */
export function readStack(
  root: string,
  stack: string,
  given: readonly string[] = [],
  settings: Readonly<Record<string, unknown>> = {},
): Configuration {
  const project = read(join(root, 'Pulumi.yaml'), projectFile);
  const path = join(root, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    throw new FlagError(`there is no stack ${stack}: Pulumi.${stack}.yaml is missing; here are ${stacks(root)}`);
  }
  const set = new Map<string, unknown>();
  for (const [key, { default: value }] of Object.entries(project.config)) set.set(`${project.name}:${key}`, value);
  for (const [key, value] of settingsOf(path, project.name)) set.set(key, value);
  for (const [key, value] of Object.entries(settings)) set.set(fullKey(key, project.name, 'settings'), value);
  for (const setting of given) {
    const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || value === undefined) {
      throw new FlagError(`--config is "${setting}"; it wants KEY=VALUE, as in --config memory=512`);
    }
    set.set(fullKey(key, project.name, '--config'), value);
  }

  for (const [key, declaration] of Object.entries(project.config)) {
    const value = set.get(`${project.name}:${key}`);
    if (isSecure(value) || isOfType(declaration, value)) continue;
    throw new StackFileError(
      `Stack '${stack}' with configuration key '${key}' must be of type '${fullType(declaration)}'; it is ${json(value)}`,
    );
  }
  const encrypted: string[] = [];
  const secretKeys: string[] = [];
  const values: Record<string, string> = {};
  for (const [key, value] of set) {
    const before = encrypted.length;
    const plain = withoutEncrypted(value, key, encrypted);
    if (encrypted.length > before) secretKeys.push(key);
    if (plain !== undefined) values[key] = typeof plain === 'string' ? plain : json(plain);
  }
  return { project: project.name, stack, values, encrypted, secretKeys };
}

/** The settings of a stack's file by their full keys. */
function settingsOf(path: string, project: string): ReadonlyMap<string, unknown> {
  const file = read(path, stackFile) ?? { config: {}, environment: undefined };
  const unknown = Object.keys(file).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new StackFileError(
      `${path}: ${unknown} stands beside config, where Pulumi overlooks it; settings stand below config, and beside it ${known.slice(1).join(', ')}`,
    );
  }
  if (Array.isArray(file.environment) ? file.environment.length > 0 : file.environment) {
    throw new StackFileError(
      `${path}: environment takes settings from Pulumi ESC, which is not asked here; give them by --config KEY=VALUE and a stack file without it`,
    );
  }
  const settings = new Map<string, unknown>();
  for (const [key, value] of Object.entries(file.config ?? {})) {
    const full = fullKey(key, project, path);
    if (settings.has(full)) throw new StackFileError(`${path}: ${full} is set twice, with and without its project`);
    // The CLI still takes nothing for empty text, and warns of it.
    settings.set(full, value ?? '');
  }
  return settings;
}

/** A key without a project belongs to this one, and `project:config:key` is an older way to write `project:key`. */
function fullKey(key: string, project: string, where: string): string {
  const [first = '', second, third, ...more] = key.split(':');
  if (second === undefined) return `${project}:${first}`;
  if (third === undefined) return key;
  if (second === 'config' && more.length === 0) return `${first}:${third}`;
  throw new StackFileError(
    `${where}: could not parse ${key} as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
  );
}

function read<S extends z.ZodType>(path: string, schema: S): z.output<S> {
  let content: unknown;
  try {
    content = parseAsPulumi(readFileSync(path, 'utf8'));
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
  if (Array.isArray(value)) {
    return value.filter((item, index) => {
      const before = encrypted.length;
      withoutEncrypted(item, `${key}.${index}`, encrypted);
      return encrypted.length === before;
    });
  }
  if (isSecure(value)) {
    encrypted.push(key);
    return undefined;
  }
  const fields = Object.entries(value).map(([field, inner]) => [
    field,
    withoutEncrypted(inner, `${key}.${field}`, encrypted),
  ]);
  return Object.fromEntries(fields.filter(([, inner]) => inner !== undefined));
}

function isSecure(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'secure' in value &&
    typeof value.secure === 'string'
  );
}

/** As the CLI writes it, the keys of objects in order; every digit of an integer, and no number that JSON has not. */
function json(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      throw new StackFileError(`a setting is ${inner}: json: unsupported value`);
    }
    if (typeof inner === 'bigint') return exact.rawJSON(String(inner));
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner) || exact.isRawJSON(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)));
  });
}

// Node has had both since 21; the es2024 library of TypeScript does not describe them.
const exact = JSON as unknown as { rawJSON(text: string): object; isRawJSON(value: unknown): boolean };
