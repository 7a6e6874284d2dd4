import { tableLines } from '../../tools/command-line/table.ts';
import type { DrillResult } from './run/run.ts';

/** What rang and who was told in each drill, in minutes of the alarms' clock, for a person at a terminal. */
export function table(results: readonly DrillResult[]): string {
  const head = ['', 'told', 'after', 'quiet after', 'rang', ''];
  const rows = results.map(({ drill, happened: { messages, clearedAfter, rang }, problems }) => [
    drill.name,
    messages.map(({ topic, alarm }) => `${topic}: ${alarm}`).join(', ') || 'nobody',
    messages.map(({ at }) => at.toFixed(1)).join(', '),
    clearedAfter?.toFixed(1) ?? 'never',
    `${Object.keys(rang).length}`,
    problems.length === 0 ? 'as written' : 'NOT AS WRITTEN',
  ]);
  return [
    'Minutes of the alarms’ clock from the beginning of a fault, and from its end until all is quiet',
    '',
    ...tableLines([head, ...rows]),
    '',
    ...results.map(({ drill, happened: { rang } }) => `${drill.name}: ${drill.what}; rang ${times(rang)}`),
    ...results.flatMap(({ drill, problems }) => problems.map((problem) => `NOT AS WRITTEN ${drill.name}: ${problem}`)),
  ].join('\n');
}

function times(rang: DrillResult['happened']['rang']): string {
  const sorted = Object.entries(rang).sort(([, one], [, other]) => one - other);
  return sorted.map(([alarm, at]) => `${alarm} ${at.toFixed(1)}`).join(', ') || 'nothing';
}
