/**
 * A process of its own: sends sequences of requests to one warm environment and tells its parent what they came to. Two
 * of them use two cores, and each catches what it writes without taking it from another.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { delivery, payload } from '../function/harness/deliveries.ts';
import { accepting, isOnBus, isQueued } from './aws-answers.ts';
import {
  type Answer,
  holdsNoCanary,
  isExactly,
  isLegitimate,
  keepsContract,
  logsNothingSent,
  type Publication,
  publications,
  queuedText,
} from './guarantees.ts';
import { type Verdict, verdict } from './oracle/oracle.ts';
import { type Sent, sent } from './requests.ts';
import { secretsBySource } from './sources.ts';
import { type AwsAnswers, patienceMs, startEnvironment } from './warm-environment.ts';

/** What a process is to do. */
export interface Task {
  readonly seed: number;
  readonly sequences: number;
}

/** What it came to. */
export interface Tally {
  readonly requests: number;
  /** Those that AWS was asked to publish or to park. */
  readonly sentOn: number;
  readonly byStatus: Readonly<Record<number, number>>;
  /** The first counterexample, when there is one. */
  readonly failure?: string;
}

/** Requests in a sequence, before the delivery that ends it. */
const lengths = { minLength: 1, maxLength: 48, size: 'max' } as const;

/** How long a counterexample is made smaller, in milliseconds. */
const shrinkingMs = 60_000;
let shrinkUntil = Number.POSITIVE_INFINITY;

const environment = await startEnvironment();
const byStatus: Record<number, number> = {};
let sentOn = 0;
let survivals = 0;
/** The answer to each delivery that was taken, by its source and its text, and in which sequence that was. */
const taken = new Map<string, { readonly answer: Answer; readonly sequence: number }>();

async function handle(event: unknown, circumstances: AwsAnswers, isMisshapen = false): Promise<Answer> {
  const invocation = await environment.invoke(event, circumstances);
  const answer = keepsContract(invocation);
  logsNothingSent(invocation, event);
  // What was published was read as an event, whatever else is wrong with it.
  const asEvent = event as LambdaFunctionURLEvent;
  const published = publications(invocation.calls);
  for (const publication of published) isLegitimate(publication, asEvent);
  if (!isMisshapen) {
    const expected = verdict(asEvent);
    if (expected.publish) isTaken(expected, answer, published, circumstances, invocation.durationMs);
    else assert.deepEqual([answer.status, published], [expected.status, []]);
    const written = invocation.output.logs.filter(({ outcome }) => outcome !== undefined);
    assert.deepEqual(
      written.map(({ status }) => status),
      [answer.status],
    );
  }
  byStatus[answer.status] = (byStatus[answer.status] ?? 0) + 1;
  if (published.length > 0) sentOn += 1;
  const [publication] = published;
  if (publication && answer.status < 300) taken.set(keyOf(publication), { answer, sequence: survivals });
  return answer;
}

/** It was published, or parked, or may be sent again; or it was before, and is answered as then. */
function isTaken(
  expected: Verdict & { readonly publish: true },
  answer: Answer,
  published: readonly Publication[],
  circumstances: AwsAnswers,
  durationMs: number,
): void {
  const before = taken.get(keyOf(expected));
  // An environment remembers some thousands, and so all of a sequence.
  if (before && (published.length === 0 || before.sequence === survivals)) {
    assert.deepEqual([answer, published], [before.answer, []]);
    return;
  }
  for (const publication of published) isExactly(expected, publication);
  const times = (to: string) => published.filter((publication) => publication.to === to).length;
  const onBus = isOnBus(circumstances, times('bus'));
  const inQueue = isQueued(circumstances, times('queue'));
  if (answer.status === 200) assert.ok(onBus, 'answered 200 for what is not on the bus');
  if (answer.status === 202) assert.ok(inQueue, 'answered 202 for what is not in the queue');
  if (durationMs < patienceMs) {
    assert.ok(times('bus') > 0, 'a delivery was not published');
    assert.equal(answer.status, onBus ? 200 : inQueue ? 202 : 503);
  }
  if (answer.status === 503) return;
  assert.deepEqual(new Set(published.map(({ id }) => id)), new Set([answer.id]));
  if (before) assert.equal(answer.id, before.answer.id);
}

function keyOf({ source, text }: { readonly source: string; readonly text: string }): string {
  return createHash('sha256')
    .update(`${source}\n${queuedText(text)}`)
    .digest('base64');
}

/** Before shrinking: an environment that remembers deliveries may fail otherwise with what is left of a sequence. */
let firstFailure: unknown;

async function holds(sequence: readonly Sent[]): Promise<void> {
  if (performance.now() > shrinkUntil) return;
  try {
    await survives(sequence);
  } catch (error) {
    firstFailure ??= error;
    shrinkUntil = Math.min(shrinkUntil, performance.now() + shrinkingMs);
    throw error;
  }
}

async function survives(sequence: readonly Sent[]): Promise<void> {
  const sentBefore: { readonly event: unknown; readonly isMisshapen: boolean }[] = [];
  for (const one of sequence) {
    const next =
      one.kind === 'again'
        ? again(sentBefore.at(-one.back), one.laterMs)
        : { event: one.event, isMisshapen: one.kind === 'misshapen' };
    await handle(next.event, one.answers, next.isMisshapen);
    sentBefore.push(next);
  }
  survivals += 1;
  const { status } = await handle(
    delivery(payload({ survivals }), { secret: secretsBySource.momento?.current ?? '' }),
    accepting,
  );
  assert.ok(status < 300, 'a delivery after all that was not taken');
  holdsNoCanary('traced', await environment.traces());
}

function again(
  before: { readonly event: unknown; readonly isMisshapen: boolean } | undefined,
  laterMs: number,
): { readonly event: unknown; readonly isMisshapen: boolean } {
  const { event, isMisshapen } = before ?? { event: undefined, isMisshapen: true };
  if (isMisshapen) return { event, isMisshapen };
  // It is not misshapen.
  const { requestContext, ...rest } = event as LambdaFunctionURLEvent;
  return {
    event: { ...rest, requestContext: { ...requestContext, timeEpoch: requestContext.timeEpoch + laterMs } },
    isMisshapen,
  };
}

async function perform({ seed, sequences }: Task): Promise<Tally> {
  const property = fc.asyncProperty(fc.array(sent, lengths), holds);
  const details = await fc.check(property, { seed, numRuns: sequences });
  const requests = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  const tally = { requests, sentOn, byStatus };
  if (!details.failed) return tally;
  const { counterexample } = details;
  const message = firstFailure instanceof Error ? firstFailure.stack : String(firstFailure);
  return {
    ...tally,
    failure: `${message}\nwith seed ${seed}, after ${JSON.stringify(counterexample?.[0]).slice(0, 4_000)}`,
  };
}

process.once('message', async (task: Task) => {
  const tally = await perform(task);
  await environment.close();
  process.send?.(tally);
  process.disconnect();
});
process.send?.('ready');
