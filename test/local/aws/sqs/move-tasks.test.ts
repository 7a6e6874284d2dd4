import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import {
  CancelMessageMoveTaskCommand,
  ListMessageMoveTasksCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { arnOf, type LocalSqs, startSqs, urlOf } from './local-sqs.ts';

describe('the redrive of SQS dead letters', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  const SourceArn = arnOf('parking-dead');
  const start = (more: object = {}) => aws.client.send(new StartMessageMoveTaskCommand({ SourceArn, ...more }));
  const list = async (more: object = {}) =>
    (await aws.client.send(new ListMessageMoveTasksCommand({ SourceArn, ...more }))).Results ?? [];
  async function ended() {
    for (;;) {
      const [task] = await list();
      if (task?.Status !== 'RUNNING' && task?.Status !== 'CANCELLING') return task;
      await setTimeout(5);
    }
  }
  /** At one a second it needs longer for so many than any machine stalls. */
  const many = Array.from({ length: 10 }, (_, n) => `${n}`);
  /** Messages that were received twice and not deleted. */
  async function bury(...bodies: readonly string[]) {
    for (const body of bodies) aws.queues.send(arnOf('parking'), body, { source: 'momento' });
    for (let receipt = 0; receipt < 3; receipt += 1) {
      await aws.receive({ VisibilityTimeout: 0, MaxNumberOfMessages: 10 });
    }
    assert.equal(aws.queues.count(SourceArn).visible, bodies.length);
  }

  it('puts them back where they came from, as new messages', async () => {
    await bury('one', 'two');
    aws.now += 100_000;

    await start();
    const task = await ended();

    assert.deepEqual(
      [task?.Status, task?.ApproximateNumberOfMessagesMoved, task?.ApproximateNumberOfMessagesToMove],
      ['COMPLETED', 2, 2],
    );
    assert.equal(aws.queues.count(SourceArn).visible, 0);
    // The retention of two minutes begins anew.
    aws.now += 100_000;
    const messages = await aws.receive({
      MaxNumberOfMessages: 10,
      MessageAttributeNames: ['All'],
      MessageSystemAttributeNames: ['All'],
    });
    assert.deepEqual(
      messages.map(({ Body, Attributes, MessageAttributes }) => [
        Body,
        Attributes?.ApproximateReceiveCount,
        Attributes?.DeadLetterQueueSourceArn,
        MessageAttributes?.source?.StringValue,
      ]),
      [
        ['one', '1', undefined, 'momento'],
        ['two', '1', undefined, 'momento'],
      ],
    );
  });

  it('puts them into another queue where one is named', async () => {
    await bury('one');

    await start({ DestinationArn: arnOf('local-events') });

    assert.equal((await ended())?.DestinationArn, arnOf('local-events'));
    assert.deepEqual(await aws.bodies({ QueueUrl: urlOf('local-events') }), ['one']);
  });

  it('moves no more a second than it may, can be watched and cancelled', async () => {
    await bury(...many);

    const began = performance.now();
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await aws.receive({ WaitTimeSeconds: 20 });
    const [running] = await list();
    const most = (performance.now() - began) / 1000;
    const cancelled = await aws.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));

    const { ApproximateNumberOfMessagesMoved: moved = 0, ...rest } = running ?? {};
    assert.deepEqual(rest, {
      TaskHandle,
      Status: 'RUNNING',
      SourceArn,
      MaxNumberOfMessagesPerSecond: 1,
      ApproximateNumberOfMessagesToMove: many.length,
      StartedTimestamp: aws.now,
    });
    // Timers may be a millisecond early.
    assert.ok(moved >= 1 && moved <= most + 0.1, `${moved} moved, and ${most} may be`);
    assert.ok((cancelled.ApproximateNumberOfMessagesMoved ?? 0) >= moved);
    const task = await ended();
    assert.deepEqual([task?.Status, task?.TaskHandle], ['CANCELLED', undefined]);
    assert.equal(aws.queues.count(SourceArn).visible, many.length - (task?.ApproximateNumberOfMessagesMoved ?? 0));
    assert.ok(aws.queues.count(SourceArn).visible > 0);
    await assert.rejects(aws.client.send(new CancelMessageMoveTaskCommand({ TaskHandle })), {
      name: 'UnsupportedOperation',
    });
  });

  it('leaves alone what came after it began, and what is in flight', async () => {
    await bury('one', 'two');
    await aws.receive({ QueueUrl: urlOf('parking-dead') });

    await start({ MaxNumberOfMessagesPerSecond: 20 });
    aws.queues.send(SourceArn, 'late');
    const task = await ended();

    assert.equal(task?.ApproximateNumberOfMessagesMoved, 1);
    assert.deepEqual(aws.queues.count(SourceArn), { visible: 1, inFlight: 1, delayed: 0 });
  });

  it('fails on a message that is no dead letter of a queue', async () => {
    aws.queues.send(SourceArn, 'sent here');

    await start();
    const task = await ended();

    assert.deepEqual([task?.Status, task?.FailureReason], ['FAILED', 'CouldNotDetermineMessageSource']);
    assert.equal(aws.queues.count(SourceArn).visible, 1);
  });

  it('fails when there is no room where a message is to go, which stays a dead letter', async () => {
    await bury('one');
    const { error } = console;
    console.error = () => {};
    for (let n = 0; n < 10_000; n += 1) aws.queues.send(arnOf('parking'), 'full');

    await start();
    const task = await ended();
    console.error = error;

    assert.deepEqual([task?.Status, task?.FailureReason], ['FAILED', 'ServiceUnavailable']);
    assert.equal(aws.queues.count(SourceArn).visible, 1);
  });

  it('is one at a time, and the newest is listed first', async () => {
    await bury(...many);
    const { TaskHandle } = await start({ MaxNumberOfMessagesPerSecond: 1 });
    await assert.rejects(start(), { name: 'InvalidParameterValue', message: /^There is already a task running\./ });
    await aws.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    await ended();
    await start();
    await ended();
    assert.deepEqual(
      (await list({ MaxResults: 10 })).map(({ Status }) => Status),
      ['COMPLETED', 'CANCELLED'],
    );
  });

  for (const [what, input, expected] of [
    [
      'a queue of no dead letters',
      { SourceArn: arnOf('parking') },
      { name: 'InvalidParameterValue', message: 'Source queue must be configured as a Dead Letter Queue.' },
    ],
    [
      'a queue that is not there',
      { SourceArn: arnOf('gone') },
      {
        name: 'ResourceNotFoundException',
        message: "The resource that you specified for the SourceArn parameter doesn't exist.",
      },
    ],
    [
      'a destination that is not there',
      { DestinationArn: arnOf('gone') },
      {
        name: 'ResourceNotFoundException',
        message: "The resource that you specified for the DestinationArn parameter doesn't exist.",
      },
    ],
    [
      'itself as the destination',
      { DestinationArn: SourceArn },
      {
        name: 'InvalidParameterValue',
        message: 'Source queue arn and destination queue arn cannot be the same.',
      },
    ],
    ['501 messages a second', { MaxNumberOfMessagesPerSecond: 501 }, { name: 'InvalidParameterValue' }],
  ] as const) {
    it(`is refused with ${what}`, () => assert.rejects(start(input), expected));
  }

  it('ends with the run', async () => {
    await bury(...many);
    await start({ MaxNumberOfMessagesPerSecond: 1 });
    aws.queues.close();
    assert.equal((await ended())?.Status, 'CANCELLED');
    assert.ok(aws.queues.count(SourceArn).visible > 0);
  });
});
