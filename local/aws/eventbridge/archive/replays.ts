import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import type { EventBus, EventRule } from '../bus.ts';
import type { Origin } from '../event.ts';
import type { Archives } from './archives.ts';
import { Replay, type ReplayOptions } from './replay.ts';

export interface ReplaysOptions extends ReplayOptions, Origin {
  readonly archives: Archives;
  readonly buses: readonly EventBus[];
  readonly rules: readonly EventRule[];
}

export interface Replays {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Cancels what runs. */
  readonly close: () => Promise<void>;
}

const name = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[.\-_A-Za-z0-9]+$/, 'has letters, digits, dots, hyphens and underscores');

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const maximumActive = 10;

const startInput = z.strictObject({
  ReplayName: name,
  Description: z.string().max(512).optional(),
  EventSourceArn: z.string().min(1),
  EventStartTime: z.number(),
  EventEndTime: z.number(),
  Destination: z.strictObject({ Arn: z.string().min(1), FilterArns: z.array(z.string()).optional() }),
});

/** The operations that put archived events before the rules of their bus once more. */
export function createReplays(options: ReplaysOptions): Replays {
  const { archives, region, account } = options;
  const all = new Map<string, Replay>();
  const closing = new AbortController();
  const running = new Set<Promise<void>>();

  function start(replay: Replay) {
    all.set(replay.declared.name, replay);
    const run = replay.run(closing.signal).finally(() => running.delete(run));
    running.add(run);
  }

  function named(replayName: string): Replay {
    const replay = all.get(replayName);
    if (replay) return replay;
    throw new AwsError('ResourceNotFoundException', `Replay ${replayName} does not exist.`);
  }

  return {
    operations: {
      StartReplay: operation(startInput, (input) => {
        const { ReplayName, EventSourceArn, Description, Destination } = input;
        const archive = archives.withArn(EventSourceArn);
        if (!archive) {
          const archiveName = EventSourceArn.split('/').at(-1);
          throw invalid('EventSourceArn', `Archive ${archiveName} does not exist.`);
        }
        if (input.EventEndTime <= input.EventStartTime) {
          throw invalid('EventEndTime', 'EventStartTime must be before EventEndTime.');
        }
        checkDestination(Destination, archive.declared.eventSourceArn, options);
        if (all.has(ReplayName)) {
          throw new AwsError('ResourceAlreadyExistsException', `Replay ${ReplayName} already exists.`);
        }
        if (running.size >= maximumActive) {
          throw new AwsError('LimitExceededException', `The limit of ${maximumActive} active replays is reached.`);
        }
        const replay = new Replay(
          {
            name: ReplayName,
            arn: `arn:aws:events:${region}:${account}:replay/${ReplayName}`,
            ...(Description !== undefined && { description: Description }),
            archive,
            from: input.EventStartTime * 1000,
            to: input.EventEndTime * 1000,
            ...(Destination.FilterArns !== undefined && { ruleArns: Destination.FilterArns }),
          },
          options,
        );
        start(replay);
        return { ReplayArn: replay.declared.arn, State: 'STARTING', ReplayStartTime: replay.startedAt / 1000 };
      }),
      DescribeReplay: operation(z.strictObject({ ReplayName: name }), ({ ReplayName }) => {
        const replay = named(ReplayName);
        const { arn, description, archive, ruleArns } = replay.declared;
        return {
          ReplayArn: arn,
          Description: description,
          Destination: { Arn: archive.declared.eventSourceArn, FilterArns: ruleArns },
          ...summary(replay),
        };
      }),
      CancelReplay: operation(z.strictObject({ ReplayName: name }), ({ ReplayName }) => {
        const replay = named(ReplayName);
        if (replay.state !== 'STARTING' && replay.state !== 'RUNNING') {
          const message = `Replay ${ReplayName} is not in a valid state for this operation.`;
          throw new AwsError('IllegalStatusException', message);
        }
        replay.cancel();
        return { ReplayArn: replay.declared.arn, State: 'CANCELLING' };
      }),
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}

/** Events go back to the bus that they came from, and to rules of it. */
function checkDestination(
  { Arn, FilterArns = [] }: z.output<typeof startInput>['Destination'],
  eventSourceArn: string,
  { buses, rules }: Pick<ReplaysOptions, 'buses' | 'rules'>,
) {
  const bus = buses.find(({ arn }) => arn === Arn);
  if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${Arn.split('/').at(-1)} does not exist.`);
  if (bus.arn !== eventSourceArn) throw invalid('Destination.Arn', 'Cross event bus replay is not permitted.');
  const missing = FilterArns.find(
    (filter) => !rules.some(({ arn, busName }) => arn === filter && busName === bus.name),
  );
  if (missing !== undefined)
    throw invalid('Destination.FilterArns', `Rule ${missing} does not exist on the event bus.`);
}

function invalid(parameter: string, reason: string): AwsError {
  return new AwsError('ValidationException', `Parameter ${parameter} is not valid. Reason: ${reason}`);
}

function summary({ declared, state, startedAt, endedAt, lastReplayed }: Replay) {
  const seconds = (milliseconds: number | undefined) => milliseconds && milliseconds / 1000;
  return {
    ReplayName: declared.name,
    EventSourceArn: declared.archive.declared.arn,
    State: state,
    EventStartTime: seconds(declared.from),
    EventEndTime: seconds(declared.to),
    EventLastReplayedTime: seconds(lastReplayed),
    ReplayStartTime: seconds(startedAt),
    ReplayEndTime: seconds(endedAt),
  };
}
