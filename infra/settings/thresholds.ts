import { z } from 'zod';
import * as ranges from '../../dashboards/alarms/thresholds.ts';
import { number, percentage, whole } from './values.ts';

/** What the stack is held to. An environment sets one of these and keeps the others, so the defaults are not in Pulumi.yaml. */
export const objectives = z.strictObject(schemasOf(ranges.objectives, orDefault), keysOf(ranges.objectives));

/** From where on somebody is told, where no objective says so. Defaults are here for the same reason. */
export const thresholds = z.strictObject(
  {
    burnRates: z.strictObject(schemasOf(ranges.burnRates, orDefault), keysOf(ranges.burnRates)).prefault({}),
    ...schemasOf(ranges.thresholds, orDefault),
  },
  'thresholds by name',
);

function orDefault({ unit, from, to, default: value }: ranges.ThresholdSetting) {
  if (unit === '%') return percentage(from, to).default(value);
  return (unit === '×' ? number(from, to) : whole(from, to)).default(value);
}

function schemasOf<Key extends string, Setting, Schema>(
  settings: Readonly<Record<Key, Setting>>,
  schemaOf: (setting: Setting) => Schema,
): Record<Key, Schema> {
  const schemas = Object.entries<Setting>(settings).map(([key, setting]) => [key, schemaOf(setting)]);
  // Object.fromEntries forgets the keys, which are those of the settings.
  return Object.fromEntries(schemas) as Record<Key, Schema>;
}

/** `pageFast, pageSlow and ticket` */
function keysOf(settings: object): string {
  return new Intl.ListFormat('en-GB').format(Object.keys(settings));
}
