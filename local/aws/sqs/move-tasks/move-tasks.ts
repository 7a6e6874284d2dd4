import { z } from 'zod';
import { type Operation, operation } from '../../service.ts';
import { sqsError } from '../errors.ts';
import { within } from '../operations/receive.ts';
import type { Queue } from '../queue.ts';
import type { Queues } from '../queues.ts';
import { MoveTask, maximumRate, sourceArnIn } from './move-task.ts';

export interface MoveTasks {
  readonly operations: Readonly<Record<string, Operation>>;
  /** Cancels what runs. */
  readonly close: () => void;
}

const startInput = z.strictObject({
  SourceArn: z.string(),
  DestinationArn: z.string().optional(),
  MaxNumberOfMessagesPerSecond: z.int().optional(),
});

/** The operations that put dead letters back to work. */
export function moveTasks(queues: Queues, clock: () => number): MoveTasks {
  /** The newest first, as they are listed. */
  const tasks: MoveTask[] = [];
  const closing = new AbortController();

  function queueOf(parameter: string, arn: string): Queue {
    const queue = queues.all.find(({ declared }) => declared.arn === arn);
    if (queue) return queue;
    throw sqsError(
      'ResourceNotFoundException',
      `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    );
  }

  return {
    operations: {
      StartMessageMoveTask: operation(startInput, ({ SourceArn, DestinationArn, MaxNumberOfMessagesPerSecond }) => {
        const source = queueOf('SourceArn', SourceArn);
        const destination = DestinationArn === undefined ? undefined : queueOf('DestinationArn', DestinationArn);
        if (source === destination) {
          throw invalid('Source queue arn and destination queue arn cannot be the same.');
        }
        if (!queues.all.some((queue) => queues.deadLettersOf(queue) === source)) {
          throw invalid('Source queue must be configured as a Dead Letter Queue.');
        }
        if (tasks.some((task) => task.isActive && task.declared.source === source)) {
          throw invalid(
            'There is already a task running. Only one active task is allowed for a source queue arn at a given time.',
          );
        }
        const rate = MaxNumberOfMessagesPerSecond;
        if (rate !== undefined) within('MaxNumberOfMessagesPerSecond', rate, 1, maximumRate);
        const task = new MoveTask({ source, destination, rate }, clock());
        tasks.unshift(task);
        task.run((arn) => queues.withArn(arn), closing.signal);
        return { TaskHandle: task.handle };
      }),
      ListMessageMoveTasks: operation(
        z.strictObject({ SourceArn: z.string(), MaxResults: z.int().default(1) }),
        ({ SourceArn, MaxResults }) => {
          const source = queueOf('SourceArn', SourceArn);
          const listed = tasks.filter(({ declared }) => declared.source === source);
          return { Results: listed.slice(0, within('MaxResults', MaxResults, 1, 10)).map(summary) };
        },
      ),
      CancelMessageMoveTask: operation(z.strictObject({ TaskHandle: z.string() }), ({ TaskHandle }) => {
        queueOf('SourceArn', sourceArnOf(TaskHandle));
        const task = tasks.find(({ handle }) => handle === TaskHandle);
        if (!task) throw sqsError('ResourceNotFoundException', 'Task does not exist.');
        if (task.status !== 'RUNNING') {
          throw sqsError('UnsupportedOperation', 'Only active tasks can be cancelled.');
        }
        task.cancel();
        return { ApproximateNumberOfMessagesMoved: task.moved };
      }),
    },
    close: () => closing.abort(),
  };
}

function sourceArnOf(handle: string): string {
  const arn = sourceArnIn(handle);
  if (arn !== undefined) return arn;
  throw invalid('Value for parameter TaskHandle is invalid.');
}

function invalid(message: string) {
  return sqsError('InvalidParameterValue', message);
}

function summary({ declared, handle, status, failureReason, moved, toMove, startedAt }: MoveTask) {
  return {
    // SQS gives the handle of a running task alone.
    TaskHandle: status === 'RUNNING' ? handle : undefined,
    Status: status,
    SourceArn: declared.source.declared.arn,
    DestinationArn: declared.destination?.declared.arn,
    MaxNumberOfMessagesPerSecond: declared.rate,
    ApproximateNumberOfMessagesMoved: moved,
    ApproximateNumberOfMessagesToMove: toMove,
    FailureReason: failureReason,
    StartedTimestamp: startedAt,
  };
}
