import { setTimeout as sleep } from 'node:timers/promises';
import { awsCaller } from '../../local/index.ts';
import { startDevStack, webhookOf } from '../shared/dev-stack.ts';
import { rotateSecret } from '../shared/rotation.ts';
import { sourcesOf } from '../shared/scheme-mix.ts';
import { type Account, accountOf, arrivalTimeoutMs } from './account.ts';
import { observe } from './observed.ts';
import type { Scenario } from './scenario.ts';
import { sendUntil } from './sender.ts';
import { problemsOf } from './verdict.ts';

export interface ScenarioResult {
  readonly scenario: Pick<Scenario, 'name' | 'what' | 'mayDouble'>;
  readonly scheme: string;
  readonly account: Account;
  /** What is not as it must be. */
  readonly problems: readonly string[];
}

export interface ScenarioOptions {
  /** How long the fault lasts, in milliseconds. */
  readonly lasts: number;
  /** Of its one source. */
  readonly scheme: string;
  readonly interrupted: AbortSignal;
  readonly say: (phase: string) => void;
}

/** Before the fault and after it, in milliseconds. */
const calmMs = 5_000;

/** After everything has arrived, in milliseconds: a second one of the same may still come. */
const settleMs = 3_000;

/** Lets one scenario happen to a stack of its own while deliveries come, and accounts for every one of them. */
export async function runScenario(
  scenario: Scenario,
  { lasts, scheme, interrupted, say }: ScenarioOptions,
): Promise<ScenarioResult> {
  say('starts');
  await using stack = await startDevStack({ settings: { sources: sourcesOf([scheme]) } });
  const { url, signedUrl, secret, secretId } = await webhookOf(stack);
  const call = awsCaller(stack.services);
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal: interrupted });
  let signing: readonly string[] = [secret];

  using observed = observe(stack);
  const enough = new AbortController();
  const happening = async () => {
    say('calm');
    await pause(calmMs);
    say('fault');
    const faultAt = Date.now();
    await scenario.happens({
      stack,
      lasts,
      pause,
      secret,
      signWith: (...secrets) => {
        signing = secrets;
      },
      rotate: () => rotateSecret(call, secretId, scheme),
    });
    const recoveredAt = Date.now();
    say('recovers');
    await pause(calmMs);
    enough.abort();
    return { faultAt, recoveredAt };
  };
  const [deliveries, { faultAt, recoveredAt }] = await Promise.all([
    sendUntil(AbortSignal.any([enough.signal, interrupted]), {
      url,
      signedUrl,
      scheme,
      secret: (n) => signing[n % signing.length] ?? secret,
    }),
    happening(),
  ]);

  const account = async () =>
    accountOf({
      deliveries,
      arrivals: observed.arrivals,
      reports: observed.reports,
      counted: await observed.counted(),
      coldStarts: observed.coldStarts(),
      faultAt: scenario.busAnswers ? Number.POSITIVE_INFINITY : faultAt,
      recoveredAt,
      leftParked: await observed.parked(),
    });
  const isComplete = async () => {
    const { lost, leftParked } = await account();
    return lost.length + leftParked === 0;
  };
  while (!(await isComplete()) && Date.now() <= recoveredAt + arrivalTimeoutMs) await pause(500);
  await pause(settleMs);
  const { name, what, mayDouble } = scenario;
  const accounted = await account();
  return {
    scheme,
    scenario: { name, what, ...(mayDouble !== undefined && { mayDouble }) },
    account: accounted,
    problems: problemsOf(accounted, scenario),
  };
}
