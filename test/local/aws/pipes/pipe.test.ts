import assert from 'node:assert/strict';
import { setTimeout, setImmediate as turn } from 'node:timers/promises';
import { AwsError } from '../../../../local/aws/aws-error.ts';
import type { Operation } from '../../../../local/aws/service.ts';
import { until } from '../../../until.ts';
import { type RunningPipe, runningPipe } from './running.ts';

const detail = '{"metadata":{"id":"4ca93ea63c0ad450"},"data":{"id":1234567890123456789,"price":1.10}}';
const parked = (number = 0) =>
  `{"source":"webhook.momento","detailType":"chat#room-281","time":"2026-07-10T12:00:00.250Z","detail":${detail.replace('4ca93ea63c0ad450', String(number))}}`;

/** Every call answers so for as long as the fault is there. */
const failing = (fail: () => object) => (): Operation => () => fail();
const thrown = (error: Error) =>
  failing(() => {
    throw error;
  });
const entryRefused = (ErrorCode: string) => failing(() => ({ FailedEntryCount: 1, Entries: [{ ErrorCode }] }));

describe('a pipe from a queue to a bus', () => {
  const idsOn = ({ events }: RunningPipe) => events.map((event) => JSON.parse(event).detail.metadata.id);
  const empty = { visible: 0, inFlight: 0, delayed: 0 };

  it('puts a parked delivery on the bus as soon as it arrives, and takes it off the queue', async () => {
    await using pipe = runningPipe();
    await setTimeout(50);

    pipe.park(parked());

    await until(() => pipe.events.length === 1);
    const event = JSON.parse(pipe.events[0] ?? '');
    assert.deepEqual(
      [event.source, event['detail-type'], event.time],
      ['webhook.momento', 'chat#room-281', '2026-07-10T12:00:00Z'],
    );
    await until(() => pipe.count('parking').inFlight === 0);
    assert.deepEqual(pipe.count('parking'), empty);
  });

  it('keeps every digit of the payload', async () => {
    await using pipe = runningPipe();

    pipe.park(parked());

    await until(() => pipe.events.length === 1);
    assert(pipe.events[0]?.includes('"data":{"id":1234567890123456789,"price":1.10}'), pipe.events[0]);
  });

  it('gives the event as the function would have put it on the bus, whatever is in the payload', async () => {
    await using pipe = runningPipe();
    const data = '{"text":"\\"<$.body.source>\\\\ \\u00e4","list":[[],{},null,true,"\\n"],"":{"n":-0.50}}';

    pipe.park(parked().replace(/"data":.*\}$/, `"data":${data}}}`));

    await until(() => pipe.events.length === 1);
    assert.deepEqual(JSON.parse(pipe.events[0] ?? '').detail, {
      metadata: { id: '0' },
      data: JSON.parse(data),
    });
  });

  // The guide: "if you want to output a JSON object based on a single JSON path variable, you must place it as a key".
  it('loses an object that is the whole template, which EventBridge refuses without its quotation marks', async () => {
    await using pipe = runningPipe({ inputTemplate: '<$.body.detail>', visibilityTimeoutSeconds: 1 });

    pipe.park(parked());

    await until(() => pipe.count('dead').visible === 1);
    assert.deepEqual(pipe.events, []);
    assert.match(pipe.warnings[0] ?? '', /MalformedDetail: Detail is malformed/);
  });

  it('hands on the trace that the message came with', async () => {
    await using pipe = runningPipe();
    const traceHeader = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
    const entries: unknown[] = [];
    pipe.meet = (run) => (input, signal) => {
      entries.push(...(input as { readonly Entries: readonly unknown[] }).Entries);
      return run(input, signal);
    };

    await pipe.send(parked(), traceHeader);

    await until(() => pipe.events.length === 1);
    assert.equal((entries[0] as { readonly TraceHeader: string }).TraceHeader, traceHeader);
  });

  it('leaves time for others while it moves a backlog', async () => {
    await using pipe = runningPipe();
    await setTimeout(50);

    for (let number = 0; number < 500; number += 1) pipe.park(parked(number));
    await turn();
    const moved = pipe.events.length;

    assert(moved < 50, `${moved} moved before anybody else came to run`);
    await until(() => pipe.events.length === 500);
  });

  for (const [what, meet] of [
    ['is down', thrown(new AwsError('InternalFailure', 'down', 500))],
    ['throttles', thrown(new AwsError('ThrottlingException', 'Rate exceeded'))],
    ['cannot be reached', thrown(new Error('socket hang up'))],
    ['takes the request and not the entry', entryRefused('InternalFailure')],
  ] as const) {
    it(`goes on trying while EventBridge ${what}, which no redrive policy counts, and says so once`, async () => {
      await using pipe = runningPipe();
      let calls = 0;
      pipe.meet = (run) => (input, signal) => {
        calls += 1;
        return meet()(input, signal) ?? run(input, signal);
      };

      pipe.park(parked());
      await until(() => calls >= 5);
      pipe.meet = (run) => run;

      await until(() => pipe.events.length === 1);
      await until(() => pipe.count('parking').inFlight === 0);
      assert.deepEqual([pipe.count('parking'), pipe.count('dead')], [empty, empty]);
      assert.equal(pipe.warnings.length, 2);
      assert.match(pipe.warnings[0] ?? '', /^pipe parking: an event is not on the bus yet \(.*\); it goes on trying$/);
      assert.equal(pipe.warnings[1], 'pipe parking: moves messages again');
    });
  }

  it('has all of an outage of a minute at 20 a second on the bus within a minute, each once', async () => {
    await using pipe = runningPipe();
    pipe.meet = thrown(new AwsError('InternalFailure', 'down', 500));
    const ids = Array.from({ length: 1_200 }, (_, number) => String(number));
    for (const id of ids) pipe.park(parked(Number(id)));
    await setTimeout(1_000);

    pipe.meet = (run) => run;
    await until(() => pipe.events.length >= ids.length);

    await until(() => pipe.count('parking').inFlight === 0);
    assert.deepEqual(idsOn(pipe).sort(), ids.sort());
    assert.deepEqual([pipe.count('parking'), pipe.count('dead')], [empty, empty]);
  });

  for (const [what, body, meet] of [
    ['the pipe may not put events', parked(), thrown(new AwsError('AccessDeniedException', 'not authorized'))],
    ['EventBridge refuses the entry', parked(), entryRefused('MalformedDetail')],
    ['it is not what the pipe reads', 'no JSON', (run: Operation) => run],
  ] as const) {
    it(`leaves a message to the redrive policy when ${what}`, async () => {
      await using pipe = runningPipe({ visibilityTimeoutSeconds: 1 });
      pipe.meet = meet;

      pipe.park(body);

      await until(() => pipe.count('dead').visible === 1);
      assert.deepEqual(pipe.count('parking'), empty);
      const { Messages } = (await pipe.receive('dead')) as { readonly Messages: readonly { readonly Body: string }[] };
      assert.deepEqual(
        Messages.map(({ Body }) => Body),
        [body],
      );
    });
  }

  for (const [body, says] of [
    ['no JSON', 'source finds nothing at $.body.source'],
    ['{"source":1}', 'source wants a string at $.body.source'],
    ['{"source":"s","detailType":"d","time":"now"}', 'inputTemplate finds nothing at $.body.detail.metadata'],
    [
      '{"source":"s","detailType":"d","detail":{"metadata":{},"data":{}},"time":"now"}',
      'time is "now", which is no RFC 3339 time',
    ],
  ]) {
    it(`does not move ${body} and says why`, async () => {
      await using pipe = runningPipe();

      pipe.park(String(body));

      await until(() => pipe.warnings.length > 0);
      assert.deepEqual(pipe.warnings, [`pipe parking: an event is not on the bus yet (${says}); it goes on trying`]);
      assert.deepEqual(pipe.events, []);
    });
  }

  it('moves the others past a message that it cannot move', async () => {
    await using pipe = runningPipe();
    pipe.park('no JSON');

    for (const number of [1, 2, 3]) pipe.park(parked(number));

    await until(() => pipe.events.length === 3);
  });

  it('says that it cannot reach its queue, and takes a message off it as soon as it can', async () => {
    await using pipe = runningPipe();
    await setTimeout(50);
    pipe.meetSqs = () => Promise.reject(new Error('socket hang up'));

    pipe.park(parked());
    await until(() => pipe.warnings.length > 0);
    pipe.meetSqs = (call) => call();

    await until(() => pipe.count('parking').inFlight === 0);
    assert.deepEqual(pipe.warnings, [
      'pipe parking: SQS does not answer as it should (socket hang up); it goes on trying',
    ]);
    assert.equal(pipe.events.length, 1);
  });

  it('moves nothing when it is to stand still', async () => {
    await using pipe = runningPipe({ desiredState: 'STOPPED' });

    pipe.park(parked());

    await setTimeout(100);
    assert.deepEqual([pipe.count('parking').visible, pipe.events], [1, []]);
  });

  it('ends at once, whatever it waits for', async () => {
    const idle = runningPipe();
    const waiting = runningPipe();
    waiting.meet = () => (_, signal) => new Promise((_, reject) => signal?.addEventListener('abort', reject));
    waiting.park(parked());
    await setTimeout(100);

    const began = performance.now();
    await Promise.all([idle[Symbol.asyncDispose](), waiting[Symbol.asyncDispose]()]);

    // The wait for a message alone may last 20 s.
    assert(performance.now() - began < 15_000);
    assert.deepEqual(waiting.warnings, []);
  });
});
