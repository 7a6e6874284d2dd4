/** Sections of docs/runbook.md, by their anchors. The first ones have an alarm each. */
export const alarmSections = [
  'failing-deliveries',
  'spent-budget',
  'slow-answers',
  'function-errors',
  'timeouts',
  'failed-inits',
  'throttled-deliveries',
  'concurrency-near-cap',
  'slow-cold-starts',
  'publish-failures',
  'publish-retries',
  'parked-deliveries',
  'parked-dead-letters',
  'target-failures',
  'dead-letters',
  'missed-rotation',
  'wrong-signatures',
  'stale-deliveries',
  'refused-sources',
  'silent-sources',
  'secret-fetch-failures',
  'old-secrets',
  'lost-telemetry',
] as const;

const otherSections = [
  'alarms',
  'refused-deliveries',
  'repeated-deliveries',
  'late-deliveries',
  'slow-function',
  'slow-publications',
  'unmatched-events',
  'waiting-messages',
  'cost',
  'memory',
  'frequent-cold-starts',
] as const;

type AlarmSection = (typeof alarmSections)[number];

/** What an alarm or a composite of them links to: that on all alarms, of those that have none of their own. */
export type DescribedSection = AlarmSection | 'alarms';

/** Where each section is read. */
export type Runbook = Readonly<Record<AlarmSection | (typeof otherSections)[number], string>>;

export function runbook(url: string): Runbook {
  const sections = [...alarmSections, ...otherSections].map((section) => [section, `${url}#${section}`]);
  // Every section is there, by the two lists that the type is made of.
  return Object.fromEntries(sections) as Runbook;
}
