import { setTimeout as timer, setImmediate as turn } from 'node:timers/promises';
import type { Operation } from '../service.ts';
import type { PipeDeclaration } from './declaration.ts';
import { entryOf } from './entry.ts';
import { type PutOutcome, put } from './put.ts';
import type { ReceivedMessage, SourceQueue } from './source-queue.ts';

export interface PipeOptions {
  readonly queue: SourceQueue;
  /** PutEvents as everybody meets it. */
  readonly putEvents: Operation;
  readonly warn: (line: string) => void;
}

/** Messages in hand at once. AWS begins with as few polls and adds more while there is a backlog. */
const pollers = 5;
/** The first wait after a failure, doubled with each one; at most the last. AWS publishes neither. */
const backoffMs = { first: 100, last: 5_000 };
/** For another try: longer than the longest wait and the time limit of PutEvents together. */
const hiddenSeconds = 30;

/**
 * Moves messages from the queue to the bus, one at a time and in no order, until `closing`. AWS may disable a pipe whose
 * calls are refused nearly all the time; this one goes on.
 */
export async function runPipe(pipe: PipeDeclaration, surroundings: PipeOptions, closing: AbortSignal) {
  const { queue, putEvents } = surroundings;
  const { report, failed } = reporter(pipe.name, surroundings.warn);

  async function poll() {
    for (let failures = 0; !closing.aborted; ) {
      const message = await patiently(() => queue.receive(closing));
      if (!message) continue;
      failures = (await move(message)) ? 0 : failures + 1;
      // Here no network lies between two calls: nobody else would come to run until a backlog is gone.
      await turn();
      if (failures > 0) await backOff(failures, closing);
    }
  }

  /** Says whether it is on the bus; if not, the queue shows it again in its own time. */
  async function move(message: ReceivedMessage): Promise<boolean> {
    const made = entryOf(pipe, message);
    for (let failures = 0; !closing.aborted; ) {
      const result: PutOutcome = made.ok
        ? await put(putEvents, made.entry, closing)
        : { outcome: 'customer-error', reason: made.reason };
      if (closing.aborted && result.outcome !== 'taken') return false;
      report(result);
      if (result.outcome === 'customer-error') return false;
      if (result.outcome === 'taken') {
        await patiently(() => queue.delete(message));
        return true;
      }
      failures += 1;
      await backOff(failures, closing);
      if (!(await isStillHidden(message))) return false;
    }
    return false;
  }

  /** Until SQS has done it. Nothing when the run ends before. */
  async function patiently<T>(call: () => Promise<T>): Promise<T | undefined> {
    for (let failures = 1; !closing.aborted; failures += 1) {
      try {
        return await call();
      } catch (error) {
        if (!closing.aborted)
          failed(`SQS does not answer as it should (${error instanceof Error ? error.message : error})`);
        await backOff(failures, closing);
      }
    }
    return undefined;
  }

  /** Not when its retention ended meanwhile. */
  async function isStillHidden(message: ReceivedMessage): Promise<boolean> {
    try {
      await queue.hide(message, hiddenSeconds);
      return true;
    } catch {
      return false;
    }
  }

  await Promise.all(Array.from({ length: pollers }, poll));
}

async function backOff(failures: number, closing: AbortSignal): Promise<void> {
  const wait = Math.min(backoffMs.first * 2 ** (failures - 1), backoffMs.last);
  // Of a wait that ends with the run there is nothing to say.
  await timer(wait * (0.5 + Math.random() / 2), undefined, { signal: closing }).catch(() => {});
}

/** Says when the pipe begins to fail and when it moves messages again, and nothing between. */
function reporter(name: string, warn: (line: string) => void) {
  let isFailing = false;
  const failed = (how: string) => {
    if (!isFailing) warn(`pipe ${name}: ${how}; it goes on trying`);
    isFailing = true;
  };
  const report = (result: PutOutcome) => {
    if (result.outcome !== 'taken') return failed(`an event is not on the bus yet (${result.reason})`);
    if (isFailing) warn(`pipe ${name}: moves messages again`);
    isFailing = false;
  };
  return { report, failed };
}
