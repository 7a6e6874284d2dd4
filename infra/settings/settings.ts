import type { z } from 'zod';
import { type Settings, schema } from './schema.ts';
import { wrongTogether } from './together.ts';

/** A wrong setting: the message names each key, its value and what is allowed. */
export class SettingsError extends Error {}

/**
 * Checks the stack's configuration.
 * @param values by full key (`webhook-bridge:memory`), as Pulumi passes them: strings, everything else as JSON text
 * @param isSecret whether the value of a full key is encrypted in the stack's file, and so has to stay out of messages
 * @throws SettingsError naming every wrong key at once
 */
export function readSettings(
  project: string,
  stack: string,
  values: Readonly<Record<string, string>>,
  isSecret: (key: string) => boolean = () => false,
): Settings {
  const prefix = `${project}:`;
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  const read = Object.fromEntries(
    own.map(([key, text]) => [key.slice(prefix.length), parse(key.slice(prefix.length), text)]),
  );
  const settings = schema.safeParse(read);
  const wrong = settings.success ? wrongTogether(settings.data, project, stack) : settings.error.issues;
  if (settings.success && wrong.length === 0) return settings.data;
  throw new SettingsError(wrong.flatMap((issue) => describe(prefix, read, issue, isSecret)).join('\n'));
}

function parse(key: string, text: string): unknown {
  if (isText(key)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A region named `1e3` must stay text. */
function isText(key: string): boolean {
  return key === 'region' || key === 'architecture' || key === 'runbookUrl';
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string } | z.core.$ZodIssueUnrecognizedKeys;

function describe(prefix: string, read: unknown, issue: Issue, isSecret: (key: string) => boolean): readonly string[] {
  if ('keys' in issue) return issue.keys.map((key) => unknownKey(prefix, issue.path, key));
  const value = issue.path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    read,
  );
  const key = `${prefix}${dotted(issue.path)}`;
  if (value === undefined) return [`${key} is missing: wants ${issue.message}`];
  // A secret's value is never printed, not even a wrong one.
  const isHidden = issue.path[0] === 'secrets' || isSecret(`${prefix}${String(issue.path[0])}`);
  const shown = isHidden ? '' : ` is ${JSON.stringify(value)}`;
  return [`${key}${shown}: wants ${issue.message}`];
}

function unknownKey(prefix: string, path: readonly PropertyKey[], key: string): string {
  const wanted = path.length === 0 ? `the settings are ${Object.keys(schema.shape).join(', ')}` : 'remove it';
  return `${prefix}${dotted([...path, key])} is no setting: ${wanted}`;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
