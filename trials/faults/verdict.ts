import { type Account, arrivalTimeoutMs } from './account.ts';
import type { Scenario } from './scenario.ts';

/** What is not as it must be; nothing when all is. */
export function problemsOf(
  account: Account,
  { mayDouble, shows }: Pick<Scenario, 'mayDouble' | 'shows'>,
): readonly string[] {
  const { lost, unexplained, strange, notPublished, leftParked } = account;
  const twice = account.twice.filter(({ isLate }) => !isLate);
  const checks: readonly (string | false)[] = [
    lost.length > 0 &&
      `${lost.length} answered 2xx and not on the bus within ${arrivalTimeoutMs / 1000} s of recovery: ${some(lost.map(({ id = 'no id' }) => id))}`,
    twice.length > 0 &&
      mayDouble === undefined &&
      `${twice.length} on the bus more than once: ${some(twice.map(({ id }) => id))}`,
    unexplained.length > 0 &&
      `${unexplained.length} not answered 2xx, and nothing says why: ${some(unexplained.map(({ status = 'no answer', requestId = '' }) => `${status} ${requestId}`))}`,
    strange.length > 0 && `${strange.length} on the bus that nobody sent: ${some(strange.map(({ id }) => id))}`,
    notPublished.logged !== notPublished.counted &&
      `${notPublished.logged} refusals and failures in the log, ${notPublished.counted} by the metrics`,
    leftParked > 0 && `${leftParked} still parked`,
    !shows.in(account) && `the fault does not show, which is when ${shows.what}`,
  ];
  return checks.filter((check) => check !== false);
}

/** The first of them, which are enough to look for in the log. */
function some(names: readonly string[]): string {
  const more = names.length - 3;
  return names.slice(0, 3).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
