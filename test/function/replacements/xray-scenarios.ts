import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tracer } from '@aws-lambda-powertools/tracer';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { initSubsegment } from '../../../function/telemetry/init-subsegment.ts';
import { type Answer, entryAccepted } from '../harness/aws-server.ts';

/** What AWS answers to an entry, by its detail type. */
export const answers: Readonly<Record<string, Answer>> = {
  accepted: entryAccepted,
  slow: { ...entryAccepted, afterMs: 60 },
  never: { never: true },
  reset: { reset: true },
  unsized: { error: 'ValidationException', unsized: true },
  'a 400': { error: 'ValidationException' },
  'a 404': { error: 'ResourceNotFoundException', status: 404 },
  'a 429': { error: 'SomethingException', status: 429 },
  'a 500': { error: 'InternalException', status: 500 },
  'a 503': { error: 'ServiceUnavailable', status: 503 },
  'throttled by name': { error: 'ThrottlingException' },
  'throttled by another name': { error: 'TooManyRequestsException' },
};

/** What a scenario is played with: the Tracer as function/telemetry/telemetry.ts uses it. */
export class Stage {
  readonly #tracer: Tracer;
  readonly #client: EventBridgeClient;

  constructor(tracer: Tracer) {
    this.#tracer = tracer;
    this.#client = tracer.captureAWSv3Client(new EventBridgeClient({ maxAttempts: 2 }));
  }

  get segment() {
    return this.#tracer.getSegment();
  }

  annotate(key: string, value: string | number | boolean): void {
    this.#tracer.putAnnotation(key, value);
  }

  async step(name: string, run: () => unknown): Promise<void> {
    await this.#tracer.provider.captureAsyncFunc(name, async (subsegment) => {
      try {
        await run();
      } finally {
        subsegment?.close();
      }
    });
  }

  /** A call to AWS, answered as its name says; gives its error's name. */
  async call(answer: string, abortSignal?: AbortSignal): Promise<string> {
    const command = new PutEventsCommand({ Entries: [{ DetailType: answer }] });
    try {
      await this.#client.send(command, abortSignal ? { abortSignal } : {});
      return 'none';
    } catch (error) {
      return error instanceof Error ? error.name : String(error);
    }
  }

  /** A call that fails inside the SDK, before there is a request. */
  async failingCall(): Promise<void> {
    const client = this.#tracer.captureAWSv3Client(new EventBridgeClient({}));
    client.middlewareStack.add(() => () => Promise.reject(new TypeError('from the test')), {
      step: 'build',
      priority: 'low',
    });
    await client.send(new PutEventsCommand({ Entries: [] })).catch(() => {});
  }
}

export interface Scenario {
  /** What follows the trace id in the header; by default, that the trace is sampled. */
  readonly header?: string;
  readonly play: (stage: Stage) => Promise<unknown>;
}

const calls: Readonly<Record<string, Scenario>> = Object.fromEntries(
  Object.keys(answers)
    .filter((answer) => answer !== 'never')
    .map((answer) => [`a call answered: ${answer}`, { play: (on) => on.step('step', () => on.call(answer)) }]),
);

/** Parts of a delivery and what may befall them, each played in a trace of its own. */
export const scenarios: Readonly<Record<string, Scenario>> = {
  ...calls,
  'a step in a step in a step': {
    play: (on) => on.step('outer', () => on.step('middle', () => on.step('inner', () => sleep(1)))),
  },
  'steps one after the other and at once': {
    play: (on) =>
      on.step('outer', async () => {
        await on.step('first', () => sleep(1));
        await Promise.all([on.step('left', () => sleep(3)), on.step('right', () => sleep(6))]);
      }),
  },
  'two steps beside each other under the function itself': {
    play: async (on) => {
      await on.step('first', () => sleep(1));
      await on.step('second', () => sleep(1));
    },
  },
  'a step that fails': {
    play: (on) =>
      on.step('outer', () => on.step('inner', () => Promise.reject(new Error('from the test'))).catch(() => {})),
  },
  'annotations of each kind, one of them twice': {
    play: (on) =>
      on.step('outer', async () => {
        on.annotate('text', 'first');
        await on.step('inner', () => on.annotate('number', 1.5));
        on.annotate('flag', false);
        on.annotate('text', 'second');
      }),
  },
  'an annotation outside any step': {
    play: async (on) => {
      on.annotate('text', 'lost');
      await on.step('step', () => sleep(1));
    },
  },
  'an error flag': { play: (on) => on.step('step', () => on.segment?.addErrorFlag()) },
  'a fault flag': { play: (on) => on.step('step', () => on.segment?.addFaultFlag()) },
  'a call outside any step': { play: (on) => on.call('accepted') },
  'calls at once': { play: (on) => on.step('step', () => Promise.all([on.call('slow'), on.call('a 400')])) },
  // By then the call is on its way, on a busy machine too; and no timer of the SDK's is due, which would show in the stack.
  'a call that is given up': { play: (on) => on.step('step', () => on.call('never', AbortSignal.timeout(700))) },
  'a call that fails before there is a request': { play: (on) => on.step('step', () => on.failingCall()) },
  'a call that outlives its step, but not the step around': {
    play: (on) =>
      on.step('outer', async () => {
        let call: Promise<unknown> = Promise.resolve();
        await on.step('inner', () => {
          call = on.call('slow');
        });
        await call;
      }),
  },
  'an init that was over before': {
    play: (on) =>
      on.step('step', () => {
        on.segment?.addSubsegment(
          initSubsegment({
            init: 'on-demand',
            durations: {} as never, // not drawn
            initSpans: [
              { name: 'runtime', startMs: 0, endMs: 10.5 },
              { name: 'warmup', startMs: 10.5, endMs: 20 },
            ],
            parts: [{ name: 'secret', startMs: 11, endMs: 19, errorCode: undefined }],
            totalMs: 20,
          }),
        );
      }),
  },
  'a header with a lineage, its own id and other fields': {
    header: ';Parent=53995c3f42cd8ad8;Sampled=1;Lineage=2:1d3c9b48:0|a87bd80c:1;Self=1-2-3;Other=x;;Empty=',
    play: (on) => on.step('step', () => on.call('accepted')),
  },
  'a header that says not sampled': {
    header: ';Parent=53995c3f42cd8ad8;Sampled=0;Lineage=2:1d3c9b48:0',
    play: (on) => on.step('step', () => on.call('accepted')),
  },
};

/** Played last: after one of these the SDK hands no trace on any more. */
export const passedThrough: Readonly<Record<string, Scenario>> = {
  'a header of a trace that is passed through': { header: '', play: (on) => on.call('accepted') },
};

/** Where the stand-in does otherwise, on purpose. */
export const departures = {
  'a call that outlives all steps around it': {
    play: async (on) => {
      let call: Promise<unknown> = Promise.resolve();
      await on.step('step', async () => {
        call = on.call('slow');
        await sleep(5);
      });
      await call;
    },
  },
  'a header without a parent': { header: ';Sampled=1', play: (on) => on.call('accepted') },
  'a header without a decision': { header: ';Parent=53995c3f42cd8ad8', play: (on) => on.call('accepted') },
} as const satisfies Readonly<Record<string, Scenario>>;

/** Headers without a trace id that is one; the first is none at all. */
export const withoutTrace = [undefined, '', 'Sampled=1', 'Root=elsewhere;Parent=53995c3f42cd8ad8;Sampled=1'];

export function traceIdOf(scenario: string): string {
  return `1-69558c00-${createHash('sha256').update(scenario).digest('hex').slice(0, 24)}`;
}
