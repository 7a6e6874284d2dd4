import type { Operation } from '../service.ts';
import type { PipeDeclaration } from './declaration.ts';
import { runPipe } from './pipe.ts';
import { type CallSqs, SourceQueue } from './source-queue.ts';

export interface PipesOptions {
  readonly pipes: readonly PipeDeclaration[];
  readonly callSqs: CallSqs;
  /** URL of the queue of that ARN. Throws when there is none. */
  readonly queueUrl: (arn: string) => string;
  /** PutEvents as everybody meets it. */
  readonly putEvents: Operation;
  readonly warn: (line: string) => void;
}

export interface Pipes {
  /** Ends every pipe after what it is doing. What it has in hand is visible in its queue again after the timeout. */
  close(): Promise<void>;
}

/** EventBridge Pipes: each one that is to run runs until it is closed. */
export function startPipes({ pipes: declared, callSqs, queueUrl, putEvents, warn }: PipesOptions): Pipes {
  const closing = new AbortController();
  const running = declared
    .filter(({ desiredState }) => desiredState === 'RUNNING')
    .map((pipe) => {
      const queue = new SourceQueue(callSqs, queueUrl(pipe.source));
      return runPipe(pipe, { queue, putEvents, warn }, closing.signal);
    });
  return {
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}
