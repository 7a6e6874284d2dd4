/** Sections of docs/runbook.md, by their anchors. The first ones have an alarm each. */
export const alarmSections = [
  'failing-deliveries',
  'slow-answers',
  'wrong-signatures',
  'function-errors',
  'throttled-deliveries',
  'concurrency-near-cap',
  'slow-cold-starts',
  'secret-fetch-failures',
  'target-failures',
  'dead-letters',
  'parked-deliveries',
  'parked-dead-letters',
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
  'old-secrets',
  'cost',
  'memory',
  'frequent-cold-starts',
] as const;

export type AlarmSection = (typeof alarmSections)[number];

/** Where each section is read. */
export type Runbook = Readonly<Record<AlarmSection | (typeof otherSections)[number], string>>;

export function runbook(url: string): Runbook {
  const sections = [...alarmSections, ...otherSections].map((section) => [section, `${url}#${section}`]);
  // Every section is there, by the two lists that the type is made of.
  return Object.fromEntries(sections) as Runbook;
}
