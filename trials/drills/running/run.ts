import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type AwsCaller, awsCaller, type LocalStack, startStack } from '../../../local/index.ts';
import type { Drill } from '../drill.ts';
import { type Noticed, noticed } from '../mutation/noticed.ts';
import { record } from '../mutation/recording.ts';
import { type Happened, problemsOf } from '../verdict.ts';
import { alarmsSeen, ringing, shortNameOf } from './alarms.ts';
import { codeOf } from './code.ts';
import { type Inbox, openInbox } from './inbox.ts';
import { Load } from './load.ts';
import { muting } from './muting.ts';

export interface Result {
  readonly drill: Pick<Drill, 'name' | 'what' | 'rings' | 'may' | 'tells' | 'clears'>;
  readonly happened: Happened;
  /** What did not go as the drill is written. */
  readonly problems: readonly string[];
  readonly mutations: Noticed['mutations'];
}

export interface RunOptions {
  readonly interrupted: AbortSignal;
  readonly say: (phase: string) => void;
}

export const root = join(import.meta.dirname, '../../..');
const minuteMs = 60_000;

/** Normal load before the fault, in minutes. */
const calmMinutes = 6;

/** After so many minutes of quiet load all that is left is to wait for windows of hours to pass. */
const patientMinutes = 20;
const waitingMinutesASecond = 60;

/** How far the recorded metrics are replayed: what is told later follows from the ends of long windows alone. */
const replayedMinutes = 75;

const secretValue = z.object({ SecretString: z.string() });

/** Carries out one drill on a stack of its own, and compares what rang and who was told with what it says. */
export async function run(drill: Drill, { interrupted, say }: RunOptions): Promise<Result> {
  say('starts');
  let told: Happened['messages'] = [];
  let faultAt = Number.NaN;
  const minutesSince = (at: number) => (clock.now() - at) / minuteMs;
  await using inbox = await openInbox(({ topic, alarm }) => {
    told = [...told, { topic, alarm: shortName(alarm), at: minutesSince(faultAt) }];
  });
  await using stack = await startStack({
    root,
    stack: 'dev',
    config: configOf(drill, inbox),
    port: 0,
    awsPort: 0,
    clockSpeed: 60 * drill.minutesASecond,
    ...(drill.secretAgeMs !== undefined && { secretAgeMs: drill.secretAgeMs }),
    note: () => {},
  });
  const { clock, lambda } = stack;
  const shortName = shortNameOf(lambda.configuration.name);
  const call = awsCaller(stack.services);
  using recording = record(stack);
  await using code = codeOf(lambda);
  const load = await loadOn(stack, call, drill.rate);

  /** In small steps, because the clock may change its speed meanwhile. */
  const until = async (at: number) => {
    while (clock.now() < at)
      await sleep(Math.min(200, (at - clock.now()) / clock.speed + 1), undefined, { signal: interrupted });
  };
  const minutes = (count: number) => until(clock.now() + count * minuteMs);
  await load.burst(1);
  await load.burst(drill.warm ?? 1);
  const enough = new AbortController();
  const sent = load.until(AbortSignal.any([enough.signal, interrupted]));
  try {
    // A source that should speak is missed until what it said is counted, and alarms are looked at once a minute.
    do await minutes(2);
    while ((await ringing(call, shortName)).length > 0);
    say('calm');
    const calmAt = clock.now();
    await minutes(calmMinutes);

    say('fault');
    faultAt = clock.now();
    const end = await drill.begin({
      stack,
      load,
      call,
      minutes,
      async atSpeed(minutesASecond, act) {
        const { speed } = clock;
        clock.speed = 60 * minutesASecond;
        const result = await act();
        clock.speed = speed;
        return result;
      },
      deploy: code.deploy,
      every: (count, act) => clock.every(count * minuteMs, act),
      mute: muting(stack, call, recording),
    });
    await until(faultAt + drill.lasts * minuteMs);
    await end();

    say('recovers');
    const recoveredAt = clock.now();
    let stillRinging = await ringing(call, shortName);
    while (stillRinging.length > 0 && minutesSince(recoveredAt) < drill.clears + 2) {
      if (minutesSince(recoveredAt) > patientMinutes && clock.speed < 60 * waitingMinutesASecond) {
        clock.speed = 60 * waitingMinutesASecond;
        // No window of hours may be without a delivery.
        load.rate = Math.max(load.rate, 5);
      }
      await minutes(1);
      stillRinging = await ringing(call, shortName);
    }
    const { rang, lastQuietAt } = await alarmsSeen(call, shortName, calmAt);
    const happened: Happened = {
      rang: Object.fromEntries(Object.entries(rang).map(([alarm, at]) => [alarm, (at - faultAt) / minuteMs])),
      messages: told,
      clearedAfter: stillRinging.length > 0 ? undefined : (lastQuietAt - recoveredAt) / minuteMs,
      stillRinging,
    };
    const problems = problemsOf(drill, happened);
    const to = Math.min(clock.now(), recoveredAt + replayedMinutes * minuteMs);
    enough.abort();
    await sent;

    say('with other alarms');
    const { declared } = stack.alarms;
    const { from } = recording;
    // What was due at a time is recorded as of then, be it after what has come since.
    const happenings = recording.happenings.toSorted((one, other) => one.happenedAt - other.happenedAt);
    const again = await noticed({ expected: drill, declared, from, happenings, calmAt, faultAt, to, shortName });
    // What went wrong live went wrong in the replay as well.
    return { drill, happened, problems: problems.length > 0 ? problems : again.problems, mutations: again.mutations };
  } finally {
    enough.abort();
    await sent;
  }
}

function configOf({ settings }: Drill, inbox: Inbox): readonly string[] {
  return Object.entries({
    // So many that a drill that is not about it never gets near.
    reservedConcurrency: 50,
    rules: [{ name: 'deliveries', pattern: { source: [{ prefix: 'webhook.' }] }, targets: [{ type: 'queue' }] }],
    notifications: {
      page: [{ protocol: 'https', endpoint: inbox.endpoint('page') }],
      ticket: [{ protocol: 'https', endpoint: inbox.endpoint('ticket') }],
    },
    ...settings,
  }).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
}

/** Senders that know the secret of the stack's source. */
export async function loadOn({ sources: [source] }: LocalStack, call: AwsCaller, rate: number): Promise<Load> {
  if (!source) throw new Error('the stack dev has no source');
  const { url, scheme, secretId: SecretId } = source;
  const { SecretString: secret } = secretValue.parse(await call('secretsmanager.GetSecretValue', { SecretId }));
  return new Load({ url, scheme, secret, rate });
}
