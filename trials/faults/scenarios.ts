import type { FaultInjection } from '../../local/index.ts';
import type { Account } from './account.ts';
import type { Scenario, Stage } from './scenario.ts';

export const scenarios: readonly Scenario[] = [
  {
    name: 'bus-unreachable',
    busAnswers: true,
    what: 'EventBridge cannot be reached',
    happens: during(publishing({ kind: 'unreachable' })),
    shows: answered(202),
  },
  {
    name: 'bus-failing',
    busAnswers: true,
    what: 'EventBridge answers 500',
    happens: during(publishing({ kind: 'refuse', status: 500, code: 'InternalFailure' })),
    shows: answered(202),
  },
  {
    name: 'bus-throttling',
    busAnswers: true,
    what: 'EventBridge throttles every call',
    happens: during(publishing({ kind: 'refuse', status: 400, code: 'ThrottlingException' })),
    shows: answered(202),
  },
  {
    name: 'entries-failing',
    busAnswers: true,
    what: 'EventBridge refuses half of the entries',
    happens: during(publishing({ kind: 'entries', share: 0.5, code: 'InternalFailure' })),
    shows: { what: 'the metric EntryFailures counts them', in: ({ entryFailures }) => entryFailures > 0 },
  },
  {
    name: 'bus-slow',
    what: 'EventBridge answers after 10 s',
    happens: during(publishing({ kind: 'slow', milliseconds: 10_000 })),
    shows: answered(202),
  },
  {
    name: 'bus-cutting',
    what: 'EventBridge takes the event and the connection is cut in mid-answer',
    happens: during(publishing({ kind: 'cut' })),
    mayDouble: 'whoever gets no answer cannot know that the event is on the bus, and puts it there again',
    shows: { what: 'events are on the bus twice', in: ({ twice }) => twice.length > 0 },
  },
  {
    name: 'bus-and-queue-down',
    busAnswers: true,
    what: 'neither EventBridge nor SQS can be reached',
    happens: during(publishing({ kind: 'unreachable' }), { service: 'AmazonSQS', fault: { kind: 'unreachable' } }),
    shows: answered(503),
  },
  {
    name: 'secrets-down',
    busAnswers: true,
    what: 'Secrets Manager cannot be reached, and halfway through all environments are new',
    happens: async (stage) => {
      const half = stage.lasts / 2;
      await under(stage, [{ service: 'secretsmanager', fault: { kind: 'unreachable' } }], async () => {
        await stage.pause(half);
        await replace(stage);
        await stage.pause(half);
      });
    },
    shows: answered(503),
  },
  {
    name: 'killed',
    busAnswers: true,
    what: 'the function is killed every second, in turn in mid-delivery and when an event has just got to the bus',
    happens: killing,
    shows: answered(502),
  },
  {
    name: 'replaced',
    busAnswers: true,
    what: 'every environment is replaced, each second anew',
    happens: (stage) =>
      repeatedly(stage, async () => {
        await replace(stage);
        await stage.pause(1_000);
      }),
    shows: { what: 'environments start, one a second at least', in: ({ coldStarts }) => coldStarts > 3 },
  },
  {
    name: 'rotation',
    busAnswers: true,
    what: 'a secret is rotated while senders sign with the old and the new value',
    happens: async ({ lasts, pause, secret, rotate, signWith }) => {
      const fresh = await rotate();
      // As the README has it: the value is there a moment before the sender begins to sign with it.
      await pause(1_000);
      signWith(secret, fresh);
      await pause(lasts);
      signWith(fresh);
    },
    shows: { what: 'no signature is refused', in: ({ byStatus }) => byStatus['401'] === undefined },
  },
];

function publishing(fault: FaultInjection['fault']): FaultInjection {
  return { service: 'AWSEvents', operation: 'PutEvents', fault };
}

function answered(status: number) {
  return {
    what: `deliveries are answered ${status}`,
    in: ({ byStatus }: Account) => (byStatus[`${status}`] ?? 0) > 0,
  };
}

function during(...injections: readonly FaultInjection[]): Scenario['happens'] {
  return (stage) => under(stage, injections, () => stage.pause(stage.lasts));
}

async function under({ stack }: Stage, injections: readonly FaultInjection[], run: () => Promise<void>): Promise<void> {
  const ends = injections.map((injection) => stack.faults.inject(injection));
  try {
    await run();
  } finally {
    for (const end of ends) end();
  }
}

async function repeatedly({ lasts }: Stage, run: () => Promise<void>): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < lasts) await run();
}

/** As a deployment does it: whoever has a delivery finishes it first. */
function replace({ stack: { lambda } }: Stage): Promise<void> {
  return lambda.deploy(lambda.configuration.codeDirectory);
}

/** A call of EventBridge takes 200 ms, so that there are always some under way. */
function killing(stage: Stage): Promise<void> {
  const { lambda, onEvent } = stage.stack;
  return under(stage, [publishing({ kind: 'slow', milliseconds: 200 })], () =>
    repeatedly(stage, async () => {
      await lambda.kill();
      await stage.pause(1_000);
      // The event has got to its targets, and the function has not yet read that it is on the bus.
      const stop = onEvent(() => {
        stop();
        void lambda.kill();
      });
      await stage.pause(1_000);
    }),
  );
}
