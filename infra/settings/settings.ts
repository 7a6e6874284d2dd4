import { z } from 'zod';
import { notifications } from './notifications.ts';
import { region } from './regions.ts';
import { rules } from './rules.ts';
import { sources } from './sources.ts';
import { tags } from './tags.ts';
import { objectives, thresholds } from './thresholds.ts';
import { wrongTogether } from './together.ts';
import { flag, oneOf, whole } from './values.ts';

/** What `Pulumi.yaml` declares and `Pulumi.<stack>.yaml` sets, checked. Defaults live in `Pulumi.yaml`, those of values inside objects here. */
export type Settings = z.output<typeof schema>;
export type Source = Settings['sources'][number];
export type Rule = Settings['rules'][number];
export type Target = Rule['targets'][number];
export type Subscription = Settings['notifications']['page'][number];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The descriptions of alarms, of which AWS takes 1,024 characters, have some 460 of their own. */
const mostRunbookCharacters = 400;
const runbookAddress = `an address that begins with https:// and has no #, of at most ${mostRunbookCharacters} characters, or docs/runbook.md`;

const schema = z
  .strictObject({
    region,
    unlistedRegion: flag(),
    memory: whole(128, 10_240),
    architecture: oneOf(['arm64', 'x86_64']),
    reservedConcurrency: whole(0, 1_000),
    logRetentionDays: oneOf(logRetentionDays),
    sources,
    secrets: z.record(z.string(), z.string('text').min(1, 'text that is not empty'), 'a secret by source name'),
    freshnessSeconds: whole(1, 900),
    /** Less in some regions, for which see regions.ts. */
    maxDeliveryBytes: whole(1, 990_000),
    secretCacheSeconds: whole(1, 3_600),
    archiveRetentionDays: whole(0, 3_653),
    protect: flag(),
    rules,
    objectives,
    thresholds,
    notifications,
    runbookUrl: z
      .string(runbookAddress)
      .max(mostRunbookCharacters, runbookAddress)
      .regex(/^(https:\/\/[^\s#()]+|docs\/runbook\.md)$/, runbookAddress),
    tags,
  })
  .superRefine(({ secrets, sources }, context) => {
    for (const key of Object.keys(secrets)) {
      if (sources.some(({ name }) => name === key)) continue;
      const names = sources.map(({ name }) => name).join(', ');
      context.addIssue({ code: 'custom', path: ['secrets', key], message: `a source of this stack (${names})` });
    }
  });

/** A wrong setting: the message names each key, its value and what is allowed. */
export class SettingsError extends Error {}

/**
 * Checks the stack's configuration.
 * @param values by full key (`webhook-bridge:memory`), as Pulumi passes them: strings, everything else as JSON text
 * @throws SettingsError naming every wrong key at once
 */
export function readSettings(project: string, stack: string, values: Readonly<Record<string, string>>): Settings {
  const prefix = `${project}:`;
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  const read = Object.fromEntries(
    own.map(([key, text]) => [key.slice(prefix.length), parse(key.slice(prefix.length), text)]),
  );
  const settings = schema.safeParse(read);
  const wrong = settings.success ? wrongTogether(settings.data, project, stack) : settings.error.issues;
  if (settings.success && wrong.length === 0) return settings.data;
  throw new SettingsError(wrong.flatMap((issue) => describe(prefix, read, issue)).join('\n'));
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

function describe(prefix: string, read: unknown, issue: Issue): readonly string[] {
  if ('keys' in issue) return issue.keys.map((key) => unknownKey(prefix, issue.path, key));
  const value = issue.path.reduce<unknown>(
    (at, step) => (at as Record<PropertyKey, unknown> | undefined)?.[step],
    read,
  );
  const key = `${prefix}${dotted(issue.path)}`;
  if (value === undefined) return [`${key} is missing: wants ${issue.message}`];
  // A secret's value is never printed, not even a wrong one.
  const shown = issue.path[0] === 'secrets' ? '' : ` is ${JSON.stringify(value)}`;
  return [`${key}${shown}: wants ${issue.message}`];
}

function unknownKey(prefix: string, path: readonly PropertyKey[], key: string): string {
  const wanted = path.length === 0 ? `the settings are ${Object.keys(schema.shape).join(', ')}` : 'remove it';
  return `${prefix}${dotted([...path, key])} is no setting: ${wanted}`;
}

function dotted(path: readonly PropertyKey[]): string {
  return path.map(String).join('.');
}
