import { z } from 'zod';
import { eventPattern } from './event-pattern.ts';

/** What `Pulumi.yaml` declares and `Pulumi.<stack>.yaml` sets, checked. Defaults live in `Pulumi.yaml` alone. */
export type Settings = z.output<typeof schema>;
export type Source = Settings['sources'][number];
export type Rule = Settings['rules'][number];
export type Target = Rule['targets'][number];

const logLevels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'] as const;

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Zod's own words say one bound; the person who set the value wants both. */
function whole(from: number, to: number) {
  const wanted = `a whole number from ${from} to ${to}`;
  return z.int(wanted).min(from, wanted).max(to, wanted);
}

function oneOf<const T extends readonly (string | number)[]>(values: T) {
  return z.literal(values, `one of ${values.join(', ')}`);
}

const name = z
  .string('text')
  .regex(/^[a-z][a-z0-9-]{0,23}$/, 'a lower-case letter, then at most 23 lower-case letters, digits or hyphens');

const source = z.strictObject(
  {
    /** The path on the Function URL, and `webhook.<name>` on the bus. */
    name,
    scheme: oneOf(['momento']),
  },
  'a source with name and scheme',
);

const jsonPath = z.string('text').startsWith('$', 'a JSON path that begins with $');

const inputTransformer = z.strictObject(
  {
    paths: z.record(z.string(), jsonPath, 'JSON paths by name').optional(),
    template: z.string('text').min(1, 'text that is not empty'),
  },
  'an input transformer with paths and template',
);

const target = z.discriminatedUnion(
  'type',
  [
    z
      .strictObject({
        type: z.literal('queue'),
        inputPath: jsonPath.optional(),
        inputTransformer: inputTransformer.optional(),
      })
      .refine((queue) => !(queue.inputPath && queue.inputTransformer), 'inputPath or inputTransformer, not both'),
    /** The whole event, as EventBridge writes it; AWS takes no input path for a log group. */
    z.strictObject({ type: z.literal('log') }),
  ],
  'queue or log',
);

const rule = z.strictObject(
  {
    /** A rule's queue has the rule's name. */
    name: name.refine((rule) => rule !== 'parking', 'a name other than that of the parking queue'),
    description: z.string('text').max(512, 'at most 512 characters').optional(),
    pattern: eventPattern,
    /** At most one of each type, so that a target's physical name follows from its rule and type. */
    targets: z
      .array(target, 'a list of targets')
      .min(1, 'at least one target')
      .refine((targets) => unique(targets.map(({ type }) => type)), 'at most one queue and one log a rule'),
  },
  'a rule with name, pattern and targets',
);

const percent = 'a percentage from 95 to 99.999';
const runbookAddress = 'an address that begins with https:// and has no #, or docs/runbook.md';

const schema = z
  .strictObject({
    region: z
      .string('an AWS region such as eu-central-1')
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as eu-central-1'),
    memory: whole(128, 10_240),
    architecture: oneOf(['arm64', 'x86_64']),
    reservedConcurrency: whole(0, 1_000),
    logLevel: oneOf(logLevels),
    logRetentionDays: oneOf(logRetentionDays),
    sources: z
      .array(source, 'a list of sources')
      .min(1, 'at least one source')
      // Lambda takes 4 KB of environment, and each source's name, scheme and secret stand in it.
      .max(15, 'at most 15 sources')
      .refine((sources) => unique(sources.map(({ name }) => name)), 'every source with a name of its own'),
    secrets: z.record(z.string(), z.string('text').min(1, 'text that is not empty'), 'a secret by source name'),
    freshnessSeconds: whole(1, 900),
    maxDeliveryBytes: whole(1, 1_000_000),
    secretCacheSeconds: whole(1, 3_600),
    archiveRetentionDays: whole(0, 3_653),
    protect: z.boolean('true or false'),
    rules: z
      .array(rule, 'a list of rules')
      .max(100, 'at most 100 rules')
      .refine((rules) => unique(rules.map(({ name }) => name)), 'every rule with a name of its own')
      // A log resource policy takes 5,120 characters, and each log target's ARNs stand in it.
      .refine((rules) => logTargets(rules) <= 10, 'at most 10 log targets in all'),
    objectives: z.strictObject(
      {
        availability: z.number(percent).min(95, percent).max(99.999, percent),
        /** A sender hangs up after 5 s. */
        latencyMs: whole(1, 5_000),
        /** Lambda gives INIT ten seconds. */
        coldStartMs: whole(1, 10_000),
      },
      'availability, latencyMs and coldStartMs',
    ),
    runbookUrl: z.string(runbookAddress).regex(/^(https:\/\/[^\s#()]+|docs\/runbook\.md)$/, runbookAddress),
    tags: z
      .record(z.string(), z.string('text').max(256, 'at most 256 characters'), 'tags by key')
      .refine(
        (tags) => Object.keys(tags).every((key) => key.length <= 128 && !/^aws:/i.test(key)),
        'keys of at most 128 characters that do not begin with aws:',
      ),
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
export function readSettings(project: string, values: Readonly<Record<string, string>>): Settings {
  const prefix = `${project}:`;
  const own = Object.entries(values).filter(([key]) => key.startsWith(prefix));
  const read = Object.fromEntries(
    own.map(([key, text]) => [key.slice(prefix.length), parse(key.slice(prefix.length), text)]),
  );
  const settings = schema.safeParse(read);
  if (settings.success) return settings.data;
  throw new SettingsError(settings.error.issues.flatMap((issue) => describe(prefix, read, issue)).join('\n'));
}

function parse(key: string, text: string): unknown {
  if (isText(key)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A region named `1e3` or a level named `true` must stay text. */
function isText(key: string): boolean {
  return key === 'region' || key === 'architecture' || key === 'logLevel' || key === 'runbookUrl';
}

function describe(prefix: string, read: unknown, issue: z.core.$ZodIssue): readonly string[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(prefix, issue.path, key));
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

function logTargets(rules: readonly { readonly targets: readonly { readonly type: string }[] }[]): number {
  return rules.flatMap(({ targets }) => targets).filter(({ type }) => type === 'log').length;
}

function unique(names: readonly string[]): boolean {
  return new Set(names).size === names.length;
}
