import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeReplayCommand,
  type DescribeReplayCommandOutput,
  StartReplayCommand,
} from '@aws-sdk/client-eventbridge';
import { answer, isLocal } from '../aws-access.ts';
import { progress } from '../command-line/progress.ts';
import type { AwsClients } from './aws.ts';
import type { ReplayPlan } from './plan.ts';
import { duration } from './time.ts';

/** A replay that has ended. */
export interface Ended {
  readonly name: string;
  readonly state: 'COMPLETED' | 'CANCELLED' | 'FAILED';
  readonly reason: string | undefined;
  /** The time of the last event that was replayed; milliseconds since the epoch. */
  readonly lastReplayed: number | undefined;
  readonly milliseconds: number;
}

/** Between two looks at it, in milliseconds. AWS takes minutes even for little. */
const pollMs = { local: 200, aws: 5_000 };

export async function start(
  aws: AwsClients,
  { archive, busArn, from, to, isFiltered, rules }: ReplayPlan,
  name: string,
) {
  const FilterArns = isFiltered ? { FilterArns: rules.map(({ arn }) => arn) } : {};
  const command = new StartReplayCommand({
    ReplayName: name,
    Description: 'npm run replay',
    EventSourceArn: archive.arn,
    EventStartTime: new Date(from),
    EventEndTime: new Date(to),
    Destination: { Arn: busArn, ...FilterArns },
  });
  await answer(aws.events.send(command), aws);
}

/** Until the replay has ended, or nobody wants to know any more. */
export async function watch(
  aws: AwsClients,
  plan: ReplayPlan,
  name: string,
  stopped: AbortSignal,
): Promise<Ended | undefined> {
  const { say, end } = progress();
  const began = performance.now();
  try {
    for (;;) {
      const replay = await answer(aws.events.send(new DescribeReplayCommand({ ReplayName: name })), aws);
      const ended = endOf(name, replay);
      if (ended) return ended;
      say(() => `${replay.State?.toLowerCase()}, ${howFar(plan, replay)}, ${duration(performance.now() - began)}`);
      await sleep(isLocal(aws.endpoint) ? pollMs.local : pollMs.aws, undefined, { signal: stopped }).catch(() => {});
      if (stopped.aborted) return undefined;
    }
  } finally {
    end();
  }
}

function endOf(name: string, replay: DescribeReplayCommandOutput): Ended | undefined {
  const { State: state, StateReason: reason, EventLastReplayedTime, ReplayStartTime, ReplayEndTime } = replay;
  if (state !== 'COMPLETED' && state !== 'CANCELLED' && state !== 'FAILED') return undefined;
  const milliseconds = (ReplayEndTime?.getTime() ?? 0) - (ReplayStartTime?.getTime() ?? 0);
  return { name, state, reason, lastReplayed: EventLastReplayedTime?.getTime(), milliseconds };
}

function howFar({ from, to }: ReplayPlan, { EventLastReplayedTime }: DescribeReplayCommandOutput): string {
  if (!EventLastReplayedTime) return 'no event yet';
  const share = Math.min(1, Math.max(0, (EventLastReplayedTime.getTime() - from) / (to - from)));
  return `as far as ${EventLastReplayedTime.toISOString()}, ${Math.round(share * 100)} % of the window`;
}
