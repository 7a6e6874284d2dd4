import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import type { Queue } from '../queue.ts';

type Status = 'RUNNING' | 'CANCELLING' | 'COMPLETED' | 'CANCELLED' | 'FAILED';

export interface MoveTaskDeclaration {
  readonly source: Queue;
  /** Each message's own source queue without it. */
  readonly destination: Queue | undefined;
  /** Messages a second. */
  readonly rate: number | undefined;
}

/** The most that a request may ask for. SQS sets a rate of its own where none is asked for; here it is this one. */
export const maximumRate = 500;

/**
 * Moves the messages that are visible when it starts, oldest first. Each is a new message where it goes, with a new id
 * and its whole retention.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export class MoveTask {
  readonly declared: MoveTaskDeclaration;
  readonly handle: string;
  readonly startedAt: number;
  readonly toMove: number;
  moved = 0;
  status: Status = 'RUNNING';
  failureReason: string | undefined;

  constructor(declared: MoveTaskDeclaration, startedAt: number) {
    const sourceArn = declared.source.declared.arn;
    this.declared = declared;
    this.handle = Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn })).toString('base64');
    this.startedAt = startedAt;
    this.toMove = declared.source.counts().visible;
  }

  get isActive(): boolean {
    return this.status === 'RUNNING' || this.status === 'CANCELLING';
  }

  /** @param sourceOf the queue that a dead letter came from */
  async run(sourceOf: (arn: string) => Queue, closing: AbortSignal): Promise<void> {
    const { source, destination, rate = maximumRate } = this.declared;
    while (this.moved < this.toMove && this.status === 'RUNNING') {
      await sleep(1000 / rate, undefined, { signal: closing }).catch(() => this.cancel());
      if (this.status !== 'RUNNING') break;
      const message = source.oldestVisible();
      if (!message) break;
      if (!destination && message.sourceArn === undefined) return this.#fail('CouldNotDetermineMessageSource');
      const { body, attributes, traceHeader, bytes, sourceArn = '' } = message;
      try {
        (destination ?? sourceOf(sourceArn)).send({ body, attributes, ...(traceHeader && { traceHeader }) }, bytes);
      } catch (error) {
        return this.#fail(error instanceof AwsError ? error.code : String(error));
      }
      source.drop(message);
      this.moved += 1;
    }
    this.status = this.status === 'CANCELLING' ? 'CANCELLED' : 'COMPLETED';
  }

  cancel(): void {
    this.status = 'CANCELLING';
  }

  #fail(reason: string): void {
    this.status = 'FAILED';
    this.failureReason = reason;
  }
}

const handleContent = z.object({ taskId: z.string(), sourceArn: z.string() });

/** Undefined when it is no handle of a task. */
export function sourceArnIn(handle: string): string | undefined {
  try {
    return handleContent.parse(JSON.parse(Buffer.from(handle, 'base64').toString('utf8'))).sourceArn;
  } catch {
    return undefined;
  }
}
