import type { Drill } from '../drill.ts';
import { injecting, publishing } from '../injections/aws-faults.ts';
import { oneTargetFailure, parkedDeadLetter, stuckParking } from '../injections/queues.ts';
import { burnRateAlarms, minutesUntilBurnRatesClear, threeDayAlarm } from './burn-rates.ts';

const standard = { minutesASecond: 1, rate: 6, lasts: 12, clears: 20 } as const;

/**
 * Three minutes of parked deliveries, and five with some on the queue, from the first that was parked: on a machine with
 * nothing else to do that is after 5 and 8 minutes.
 */
const parked = { 'publish-failures': 9, 'parked-deliveries': 12 } as const satisfies Drill['rings'];
const parkedPage = { topic: 'page', alarm: 'parked-deliveries', within: 13 } as const;

/**
 * An environment gives EventBridge its full time once in 10 s, which here are ten minutes: whether so few slow answers, and
 * the tries within them, are too many in enough periods is chance.
 */
const chance = ['slow-answers', 'publish-retries'] as const;

export const publication: readonly Drill[] = [
  {
    ...standard,
    name: 'bus-failing',
    what: 'EventBridge answers 500',
    begin: injecting(publishing({ kind: 'refuse', status: 500, code: 'InternalFailure' })),
    rings: parked,
    mayRing: chance,
    tells: parkedPage,
  },
  {
    ...standard,
    name: 'bus-throttling',
    what: 'EventBridge throttles every call',
    begin: injecting(publishing({ kind: 'refuse', status: 400, code: 'ThrottlingException' })),
    rings: parked,
    mayRing: chance,
    tells: parkedPage,
  },
  {
    ...standard,
    rate: 20,
    lasts: 14,
    name: 'bus-partly-failing',
    what: 'EventBridge refuses four entries of ten',
    // 0.4 + 0.4² + … are 67 retries of 100 deliveries: above the threshold, and not above twice as much. They are within
    // the objective, so that this is not about slow answers.
    settings: {
      thresholds: { retriedPercent: 45 },
      objectives: { availability: 99.9, latencyMs: 3_000, coldStartMs: 1_000 },
    },
    begin: injecting(publishing({ kind: 'entries', share: 0.4, code: 'InternalFailure' })),
    rings: { 'publish-retries': 10 },
    tells: { topic: 'ticket', alarm: 'publish-retries', within: 14 },
  },
  {
    ...standard,
    rate: 3,
    lasts: 18,
    name: 'bus-slow',
    what: 'EventBridge takes 1.2 s for every call',
    begin: injecting(publishing({ kind: 'slow', milliseconds: 1_200 })),
    // Above the objective of 1 s, and below twice as much. Three periods of five minutes, the first as soon as it has one.
    rings: { 'slow-answers': 15 },
    tells: { topic: 'page', alarm: 'slow-answers', within: 19 },
  },
  {
    ...standard,
    name: 'bus-unreachable',
    what: 'EventBridge cannot be reached',
    // All are parked: above the threshold, and not above twice as much.
    settings: { thresholds: { parkedPercent: 60 } },
    begin: injecting(publishing({ kind: 'unreachable' })),
    rings: parked,
    mayRing: chance,
    tells: parkedPage,
  },
  {
    ...standard,
    name: 'parking-not-draining',
    what: 'one delivery was parked, and the pipe may not read the queue',
    begin: stuckParking,
    // Five minutes after the second, before which the function tried to publish for two seconds.
    rings: { 'parked-deliveries': 15 },
    tells: { topic: 'page', alarm: 'parked-deliveries', within: 19 },
    lasts: 20,
  },
  {
    ...standard,
    name: 'parked-dead-letter',
    what: 'the bus has refused a parked delivery for good',
    begin: parkedDeadLetter,
    // By the next minute's report of the queue.
    rings: { 'parked-dead-letters': 6 },
    tells: { topic: 'ticket', alarm: 'parked-dead-letters', within: 10 },
  },
  {
    ...standard,
    name: 'target-refusing',
    what: 'the queue of a rule does not let EventBridge send, and one event is lost by it',
    begin: oneTargetFailure,
    rings: { 'target-failures_deliveries': 6, 'dead-letters_deliveries_queue': 7 },
    tells: { topic: 'ticket', alarm: 'target-failures_deliveries', within: 10 },
  },
  {
    ...standard,
    rate: 3,
    lasts: 18,
    clears: minutesUntilBurnRatesClear,
    name: 'parking-failing',
    what: 'EventBridge cannot be reached, and for the first six minutes the parking queue neither',
    begin: async (stage) => {
      const end = injecting(publishing({ kind: 'unreachable' }))(stage);
      const parkAgain = injecting({ service: 'AmazonSQS', operation: 'SendMessage', fault: { kind: 'unreachable' } })(
        stage,
      );
      await stage.minutes(6);
      await parkAgain();
      return end;
    },
    rings: { ...burnRateAlarms(6), 'publish-failures': 6 + 9, 'parked-deliveries': 6 + 11 },
    mayRing: [...chance, ...threeDayAlarm],
    // The parked deliveries are the same fault, and nobody is called twice for it.
    tells: { topic: 'page', alarm: 'failing-deliveries', within: 6 },
  },
];
