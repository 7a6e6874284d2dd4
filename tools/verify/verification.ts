import { alarmsFinding, dashboardsFinding } from './checks/alarms.ts';
import { concurrencyFinding } from './checks/function.ts';
import { subscriptionsFinding } from './checks/notifications.ts';
import { pipeFinding } from './checks/pipe.ts';
import { type SourceSecret, secretFinding } from './checks/secrets.ts';
import { checked, type Result } from './finding.ts';
import { testEvents } from './test-events.ts';
import type { VerifiedStack } from './verified-stack.ts';

export interface VerificationOptions {
  readonly isReadOnly: boolean;
  /** Of the names of what it makes. */
  readonly prefix: string;
}

/** Makes one check after the other, each when the one before has been read. */
export async function* verification(
  verified: VerifiedStack,
  { isReadOnly, prefix }: VerificationOptions,
): AsyncGenerator<Result> {
  const { sources, topics } = verified.declared;
  let answers = false;
  yield await checked('function', async () => {
    const { finding, isOn } = await concurrencyFinding(verified);
    answers = isOn;
    return finding;
  });

  const secrets: SourceSecret[] = [];
  for (const source of sources) {
    yield await checked(`secret ${source.name}`, async () => {
      const { finding, value } = await secretFinding(verified, source);
      secrets.push({ source, value });
      return finding;
    });
  }
  const pipe = await checked('pipe', () => pipeFinding(verified));
  yield pipe;

  if (!isReadOnly) {
    const isOn = { function: answers, pipe: pipe.status === 'ok' };
    yield* testEvents(verified, { secrets, isOn, prefix });
  }

  yield await checked('alarms', () => alarmsFinding(verified));
  yield await checked('dashboards', () => dashboardsFinding(verified));
  for (const topic of topics) {
    yield await checked(`${topic.severity} topic`, () => subscriptionsFinding(verified, topic));
  }
}
