import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { awsCall } from '../local/console/aws-call.ts';
import { startStack } from '../local/stack.ts';
import { alarmsOf, happenedIn } from './alarms.ts';
import { codeOf } from './code.ts';
import type { Drill } from './drill.ts';
import { openInbox } from './inbox.ts';
import { Load } from './load.ts';
import { type Mutant, mutantsOf } from './mutation.ts';
import { type Happened, problemsOf } from './verdict.ts';

export interface Result {
  readonly drill: Drill;
  readonly happened: Happened;
  /** What did not go as the drill is written. */
  readonly problems: readonly string[];
  /** The changes to alarms that this drill would not have passed with, and those that it would. */
  readonly mutants: readonly {
    readonly alarm: string;
    readonly change: Mutant['change'];
    readonly isNoticed: boolean;
  }[];
}

export interface RunOptions {
  readonly interrupted: AbortSignal;
  readonly say: (phase: string) => void;
}

const root = join(import.meta.dirname, '..');
const minuteMs = 60_000;

/** Normal load before the fault, in minutes: longer than any of the windows that three periods make. */
const calmMinutes = 16;

/** How many minutes pass in a second where all that is left is to wait for a long window. */
const waitingMinutesASecond = 20;

const secretValue = z.object({ SecretString: z.string() });

/** Carries out one drill on a stack of its own, and compares what rang and who was told with what it says. */
export async function run(drill: Drill, { interrupted, say }: RunOptions): Promise<Result> {
  say('starts');
  const told: (Happened['messages'][number] & { readonly state: string })[] = [];
  let faultAt = Number.NaN;
  await using inbox = await openInbox(({ topic, alarm, state }) => {
    told.push({ topic, alarm: shortName(alarm), at: minutesSince(faultAt), state });
  });
  await using stack = await startStack({
    root,
    stack: 'dev',
    config: Object.entries({
      // Twice as much as any drill needs that is not about it.
      reservedConcurrency: 50,
      notifications: {
        page: [{ protocol: 'https', endpoint: inbox.endpoint('page') }],
        ticket: [{ protocol: 'https', endpoint: inbox.endpoint('ticket') }],
      },
      ...drill.settings,
    }).map(([key, value]) => `${key}=${JSON.stringify(value)}`),
    port: 0,
    awsPort: 0,
    clockSpeed: 60 * drill.minutesASecond,
    note: () => {},
  });
  const { clock, lambda } = stack;
  const startedAt = clock.now();
  const minutesSince = (at: number) => (clock.now() - at) / minuteMs;
  const shortName = (alarm: string) =>
    alarm.replace(`${lambda.configuration.name}_`, '').replace(/^(page|ticket)_/, '');
  const call = awsCall(stack.services);
  await using code = codeOf(lambda);
  const [source] = stack.sources;
  if (!source) throw new Error('the stack dev has no source');
  const { SecretString: secret } = secretValue.parse(
    await call('secretsmanager.GetSecretValue', { SecretId: source.secretId }),
  );
  const load = new Load({ url: source.url, scheme: source.scheme, secret, rate: drill.rate });
  const enough = new AbortController();
  const sent = load.until(AbortSignal.any([enough.signal, interrupted]));

  /** In small steps, because the clock may change its speed meanwhile. */
  const until = async (at: number) => {
    while (clock.now() < at)
      await sleep(Math.min(200, (at - clock.now()) / clock.speed + 1), undefined, { signal: interrupted });
  };
  try {
    say('calm');
    await until(clock.now() + calmMinutes * minuteMs);

    say('fault');
    faultAt = clock.now();
    const end = await drill.begin({
      stack,
      load,
      call,
      deploy: code.deploy,
      minutes: (count) => until(clock.now() + count * minuteMs),
    });
    await until(faultAt + drill.lasts * minuteMs);
    await end();

    say('recovers');
    const recoveredAt = clock.now();
    const patience = drill.clears + 2;
    let alarms = await alarmsOf(call, shortName);
    while (alarms.ringing.length > 0 && minutesSince(recoveredAt) < patience) {
      if (minutesSince(recoveredAt) > 30) clock.speed = 60 * waitingMinutesASecond;
      await until(clock.now() + minuteMs);
      alarms = await alarmsOf(call, shortName);
    }
    const { ringing, lastQuietAt, rang } = alarms;
    const happened: Happened = {
      rang: Object.fromEntries(rang.map(({ alarm, at }) => [alarm, (at - faultAt) / minuteMs])),
      messages: told.map(({ topic, alarm, at }) => ({ topic, alarm, at })),
      clearedAfter: ringing.length > 0 ? undefined : (lastQuietAt - recoveredAt) / minuteMs,
      stillRinging: ringing,
    };
    say('with other alarms');
    const to = Math.min(clock.now(), recoveredAt + 30 * minuteMs);
    const named = new Set([...Object.keys(drill.rings), drill.tells.alarm]);
    const mutants = mutantsOf(stack.alarms.declared)
      .filter(({ alarm }) => named.has(shortName(alarm)))
      .map(({ alarm, change, declared }) => {
        const replayed = stack.alarms.replay(declared, startedAt, to);
        const would = { ...happenedIn(replayed, faultAt, shortName), clearedAfter: 0, stillRinging: [] };
        return { alarm: shortName(alarm), change, isNoticed: problemsOf(drill, would).length > 0 };
      });
    return { drill, happened, problems: problemsOf(drill, happened), mutants };
  } finally {
    enough.abort();
    await sent;
  }
}
