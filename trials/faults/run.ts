import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { awsCaller, startStack } from '../../local/index.ts';
import { type Account, accountOf, patienceMs } from './account.ts';
import { observe } from './observed.ts';
import type { Scenario } from './scenario.ts';
import { sendUntil } from './sender.ts';
import { problemsOf } from './verdict.ts';

export interface Result {
  readonly scenario: Pick<Scenario, 'name' | 'what' | 'mayDouble'>;
  readonly account: Account;
  /** What is not as it must be. */
  readonly problems: readonly string[];
}

export interface RunOptions {
  /** How long the fault lasts, in milliseconds. */
  readonly lasts: number;
  readonly interrupted: AbortSignal;
  readonly say: (phase: string) => void;
}

const root = join(import.meta.dirname, '../..');

/** Before the fault and after it, in milliseconds. */
const calmMs = 5_000;

/** After everything has arrived, in milliseconds: a second one of the same may still come. */
const settleMs = 3_000;

const secretValue = z.object({ SecretString: z.string() });

/** Lets one scenario happen to a stack of its own while deliveries come, and accounts for every one of them. */
export async function run(scenario: Scenario, { lasts, interrupted, say }: RunOptions): Promise<Result> {
  say('starts');
  await using stack = await startStack({ root, stack: 'dev', port: 0, awsPort: 0, note: () => {} });
  const [source] = stack.sources;
  if (!source) throw new Error('the stack dev has no source');
  const { secretId: SecretId, scheme, url } = source;
  const call = awsCaller(stack.services);
  const { SecretString: secret } = secretValue.parse(await call('secretsmanager.GetSecretValue', { SecretId }));
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
      async rotate() {
        const SecretString = randomBytes(24).toString('base64url');
        const ClientRequestToken = randomUUID();
        await call('secretsmanager.PutSecretValue', { SecretId, SecretString, ClientRequestToken });
        return SecretString;
      },
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
  for (
    let { lost, leftParked } = await account();
    lost.length + leftParked > 0;
    { lost, leftParked } = await account()
  ) {
    if (Date.now() > recoveredAt + patienceMs) break;
    await pause(500);
  }
  await pause(settleMs);
  const { name, what, mayDouble } = scenario;
  const accounted = await account();
  return {
    scenario: { name, what, ...(mayDouble !== undefined && { mayDouble }) },
    account: accounted,
    problems: problemsOf(accounted, scenario),
  };
}
