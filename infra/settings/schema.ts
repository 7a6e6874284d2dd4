import { z } from 'zod';
import { notifications } from './notifications.ts';
import { region } from './regions.ts';
import { rules } from './rules/rules.ts';
import { schemes } from './schemes/schemes.ts';
import { sources } from './sources.ts';
import { tags } from './tags.ts';
import { objectives, thresholds } from './thresholds.ts';
import { flag, oneOf, whole } from './values.ts';

/** What `Pulumi.yaml` declares and `Pulumi.<stack>.yaml` sets, checked. Defaults live in `Pulumi.yaml`, those of values inside objects here. */
export type Settings = z.output<typeof schema>;
/** Before defaults are filled in. */
export type SettingsInput = z.input<typeof schema>;
export type Source = Settings['sources'][number];
export type BusRule = Settings['rules'][number];
export type RuleTarget = BusRule['targets'][number];
export type Subscription = Settings['notifications']['page'][number];

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** The descriptions of alarms, of which AWS takes 1,024 characters, have some 460 of their own. */
const mostRunbookCharacters = 400;
const runbookAddress = `an address that begins with https:// and has no #, of at most ${mostRunbookCharacters} characters, or docs/runbook.md`;

export const schema = z
  .strictObject({
    region,
    unlistedRegion: flag(),
    memory: whole(128, 10_240),
    architecture: oneOf(['arm64', 'x86_64']),
    /** -1 reserves none. */
    reservedConcurrency: whole(-1, 1_000),
    logRetentionDays: oneOf(logRetentionDays),
    sources,
    schemes,
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
