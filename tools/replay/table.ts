import type { ReplayedRule, ReplayPlan } from './plan.ts';
import type { Ended } from './run.ts';
import { duration, iso } from './time.ts';

/** What is to be replayed, for a person. */
export function planTable({ archive, busArn, from, to, published, isFiltered, rules }: ReplayPlan): string {
  const retention = archive.retentionDays === 0 ? 'kept for good' : `kept ${archive.retentionDays} days`;
  const rows = [
    ['archive', `${archive.name}: ${archive.events} events, ${archive.bytes} bytes in all, ${retention}`],
    ['bus', nameIn(busArn)],
    ['window', `${iso(from)} to ${iso(to)}, ${duration(to - from)}`],
    ['events', eventsIn(published, isFiltered)],
    ...rules.map((rule, index) => [index === 0 ? 'rules' : '', ruleLine(rule)]),
  ];
  return rows.map(([title = '', text]) => `${title.padEnd(10)}${text}\n`).join('');
}

/** How it ended, for a person. */
export function endLine({ name, state, reason, lastReplayed, milliseconds }: Ended): string {
  const last = lastReplayed === undefined ? 'no event was replayed' : `the last event is of ${iso(lastReplayed)}`;
  return `replay ${name}: ${state} after ${duration(milliseconds)}; ${last}${reason ? ` (${reason})` : ''}\n`;
}

function eventsIn(published: ReplayPlan['published'], isFiltered: boolean): string {
  if (!published.isKnown) return `not known: ${published.reason}`;
  const some = `about ${published.deliveries}, as the function counted deliveries`;
  return isFiltered ? `${some}; the rules get those that match` : some;
}

function ruleLine({ name, isEnabled, targets }: ReplayedRule): string {
  const state = isEnabled ? '' : ' (disabled: it gets nothing)';
  return `${name}${state} → ${targets.join(', ') || 'no target'}`;
}

/** For a program. */
export function planJson(plan: ReplayPlan): object {
  return { ...plan, from: iso(plan.from), to: iso(plan.to) };
}

/** For a program. */
export function endJson(ended: Ended): object {
  return { ...ended, lastReplayed: ended.lastReplayed === undefined ? undefined : iso(ended.lastReplayed) };
}

function nameIn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1);
}
