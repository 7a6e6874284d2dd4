import fc from 'fast-check';
import { type Answering, entryAccepted, entryRefused, messageAccepted } from '../function/harness/aws-server.ts';
import type { AwsAnswers } from './warm-environment.ts';

/** AWS names in its messages what it did not like, which may be what a sender sent. */
const quoting =
  (error: string, status: number): Answering =>
  (input) => ({ error, status, message: `the value ${JSON.stringify(input)} is not allowed` });

const bus = fc.oneof(
  { weight: 800, arbitrary: fc.constant([entryAccepted]) },
  {
    weight: 100,
    arbitrary: fc.constantFrom<AwsAnswers['bus']>(
      [entryRefused('NotAuthorizedForSource')],
      [quoting('ValidationException', 400)],
      [quoting('AccessDeniedException', 400)],
      [{ json: { FailedEntryCount: 0, Entries: [] } }],
      [{ json: {} }],
    ),
  },
  {
    // What is tried again after a while; rare, for the while is real.
    weight: 2,
    arbitrary: fc.constantFrom<AwsAnswers['bus']>(
      [entryRefused('ThrottlingException'), entryAccepted],
      [quoting('InternalException', 500), entryAccepted],
      [{ reset: true }, entryAccepted],
    ),
  },
);

const full = quoting('AccessDenied', 400);

const parking = fc.oneof(
  { weight: 3, arbitrary: fc.constant(messageAccepted) },
  { weight: 1, arbitrary: fc.constant(full) },
);

/** A trace costs more than a refusal. */
const isTraced = fc.oneof({ weight: 19, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** What AWS says to one delivery: seldom anything but yes. */
export const awsAnswers: fc.Arbitrary<AwsAnswers> = fc.record({ bus, parking, isTraced });

/** All that a delivery needs. */
export const accepting: AwsAnswers = { bus: [entryAccepted], parking: messageAccepted, isTraced: false };

/** Whether the event lies on the bus after so many calls. */
export function isOnBus({ bus }: AwsAnswers, calls: number): boolean {
  return calls > 0 && bus[Math.min(calls, bus.length) - 1] === entryAccepted;
}

export function isQueued({ parking }: AwsAnswers, calls: number): boolean {
  return calls > 0 && parking === messageAccepted;
}
