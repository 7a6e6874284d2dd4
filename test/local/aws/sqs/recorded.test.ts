import assert from 'node:assert/strict';
import { CancelMessageMoveTaskCommand, SendMessageBatchCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { type LocalSqs, QueueUrl, startSqs, urlOf } from './local-sqs.ts';

/** As AWS answered in LocalStack's recorded tests. */
describe('SQS as it was recorded', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  const text = (StringValue: string) => ({ DataType: 'String', StringValue });
  const send = (MessageAttributes: Readonly<Record<string, ReturnType<typeof text>>>) =>
    aws.client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'm', MessageAttributes }));

  it('gives the attributes that All, *, .*, a name or a prefix ask for', async () => {
    const attributes = { Hello: text('There'), General: text('Kenobi'), 'Help.Me': text('Me') };
    await send(attributes);
    for (const [asked, names] of [
      ['All', ['Hello', 'General', 'Help.Me']],
      ['*', ['Hello', 'General', 'Help.Me']],
      ['.*', ['Hello', 'General', 'Help.Me']],
      ['Hel.*', ['Hello', 'Help.Me']],
      ['General', ['General']],
    ] as const) {
      const [message] = await aws.receive({ MessageAttributeNames: [asked], VisibilityTimeout: 0 });
      assert.deepEqual(Object.keys(message?.MessageAttributes ?? {}).sort(), names.toSorted(), asked);
      if (names.length === 3) assert.equal(message?.MD5OfMessageAttributes, '4c360f3fdafd970e05fae2f149d997f5');
      aws.now += 1;
      // The queue's redrive policy would take it away.
      aws.queues.service.operations.PurgeQueue?.({ QueueUrl });
      aws.now += 60_000;
      await send(attributes);
    }
  });

  const traceHeader = 'Root=1-3152b799-8954dae64eda91bc9a23a7e8;Parent=7fa8c0f79203be72;Sampled=1';
  const traced = (operation: string, input: object) =>
    fetch(aws.endpoint.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `AmazonSQS.${operation}`,
        'x-amzn-trace-id': traceHeader,
      },
      body: JSON.stringify({ QueueUrl, ...input }),
    });
  const traces = async () =>
    (await aws.receive({ MaxNumberOfMessages: 10, MessageSystemAttributeNames: ['AWSTraceHeader'] })).map(
      ({ Attributes }) => Attributes?.AWSTraceHeader,
    );

  it('keeps the trace of a request with what it sends, unless that names one itself', async () => {
    await traced('SendMessage', { MessageBody: 'm' });
    const own = { AWSTraceHeader: text('Root=1-0-0') };
    const Entries = [
      { Id: '1', MessageBody: 'm' },
      { Id: '2', MessageBody: 'm', MessageSystemAttributes: own },
    ];
    await traced('SendMessageBatch', { Entries });
    assert.deepEqual((await traces()).sort(), ['Root=1-0-0', traceHeader, traceHeader]);
  });

  it('refuses what does not fit with a trace as without', async () => {
    for (const [operation, input] of [
      ['SendMessage', { MessageBody: 'm', MessageSystemAttributes: 7 }],
      ['SendMessageBatch', { Entries: 7 }],
      ['ReceiveMessage', { MaxNumberOfMessages: 11 }],
    ] as const) {
      assert.equal((await traced(operation, input)).status, 400, operation);
    }
  });

  it('takes the name of a queue for its URL', async () => {
    await aws.client.send(new SendMessageCommand({ QueueUrl: 'local-events', MessageBody: 'm' }));
    assert.deepEqual(await aws.bodies({ QueueUrl: urlOf('local-events') }), ['m']);
  });

  it('leaves out the list of a batch that has nothing in it', async () => {
    const { Failed, Successful } = await aws.client.send(
      new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: '1', MessageBody: 'm' }] }),
    );
    assert.deepEqual([Failed, Successful?.length], [undefined, 1]);
  });

  for (const seconds of [-1, 21]) {
    it(`refuses to wait ${seconds} s`, () =>
      assert.rejects(aws.receive({ WaitTimeSeconds: seconds }), {
        message: `Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
      }));
  }

  it('refuses an attribute without a value, with a character that is none, or with a name that is none', async () => {
    await assert.rejects(send({ ErrorDetails: text('') }), {
      message: "Message (user) attribute 'ErrorDetails' must contain a non-empty value of type 'String'.",
    });
    const names = ['aWs.x', 'AMAZON.x', '.x', 'x.', 'a!b', 'a"b', 'a§b', 'a(b', 'a?b', 'L'.repeat(257)];
    for (const attributes of [{ a: text('\b') }, ...names.map((name) => ({ [name]: text('x') }))]) {
      await assert.rejects(send(attributes), { name: 'InvalidParameterValue' });
    }
    await send({ 'attr.1øßä': text('Valid') });
  });

  it('refuses to cancel what is no task, a task of no queue, and one that there is not', async () => {
    const cancel = (TaskHandle: string) => aws.client.send(new CancelMessageMoveTaskCommand({ TaskHandle }));
    const handle = (sourceArn: string) =>
      Buffer.from(JSON.stringify({ taskId: '10f57157-fc38-4da9-a113-4de7e12d05dd', sourceArn })).toString('base64');
    await assert.rejects(cancel('foobared'), {
      name: 'InvalidParameterValue',
      message: 'Value for parameter TaskHandle is invalid.',
    });
    await assert.rejects(cancel(handle('arn:aws:sqs:us-east-1:123456789012:x')), {
      name: 'ResourceNotFoundException',
      message: "The resource that you specified for the SourceArn parameter doesn't exist.",
    });
    await assert.rejects(cancel(handle('arn:aws:sqs:us-east-1:123456789012:parking-dead')), {
      name: 'ResourceNotFoundException',
      message: 'Task does not exist.',
    });
  });
});
