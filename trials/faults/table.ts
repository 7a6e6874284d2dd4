import { tableLines } from '../../tools/command-line/table.ts';
import type { ScenarioResult } from './run.ts';

/** What became of the deliveries of each scenario, for a person at a terminal. */
export function table(results: readonly ScenarioResult[]): string {
  const statuses = [...new Set(results.flatMap(({ account }) => Object.keys(account.byStatus)))].sort();
  const head = [
    '',
    'scheme',
    'sent',
    ...statuses,
    'on the bus',
    'late',
    'last after',
    'twice',
    'unknown',
    'lost',
    'verdict',
  ];
  const rows = results.map(({ scenario, scheme, account, problems }) => [
    scenario.name,
    scheme,
    `${account.sent}`,
    ...statuses.map((status) => `${account.byStatus[status] ?? '-'}`),
    `${account.onBus}`,
    `${account.parked}`,
    account.parked > 0 ? `${(account.lastParkedMs / 1000).toFixed(1)} s` : '-',
    `${account.twice.length}`,
    `${account.unknownToSender}`,
    `${account.lost.length}`,
    problems.length === 0 ? 'holds' : 'FAILS',
  ]);
  return [
    ...tableLines([head, ...rows]),
    '',
    'late: answered 202 and parked, the last on the bus so long after recovery; unknown: not answered 2xx and on the bus',
    ...results.flatMap(reasons),
    ...results.flatMap(doubles),
    ...results.flatMap(({ scenario, problems }) => problems.map((problem) => `FAILS ${scenario.name}: ${problem}`)),
  ].join('\n');
}

function reasons({ scenario, account: { byReason } }: ScenarioResult): readonly string[] {
  const why = Object.entries(byReason).map(([reason, count]) => `${count} × ${reason}`);
  return why.length === 0 ? [] : [`${scenario.name}, not taken: ${why.join(', ')}`];
}

function doubles({ scenario, account: { twice } }: ScenarioResult): readonly string[] {
  if (scenario.mayDouble !== undefined && twice.length > 0) return [`${scenario.name}, twice: ${scenario.mayDouble}`];
  const late = twice.filter(({ isLate }) => isLate).length;
  return late > 0 ? [`${scenario.name}, twice: EventBridge's answer to ${late} was late on this machine`] : [];
}
