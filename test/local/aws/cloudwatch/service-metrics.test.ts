import assert from 'node:assert/strict';
import { DeleteMessageCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createEventBridge, type EventBridge } from '../../../../local/aws/eventbridge/eventbridge.ts';
import { createCloudWatchLogs } from '../../../../local/aws/logs/logs.ts';
import { createSqs } from '../../../../local/aws/sqs/sqs.ts';
import { rule, target } from '../eventbridge/running.ts';
import { closeAll, hosted } from '../lambda/hosted-function.ts';
import { listening } from '../sqs/listening.ts';
import { type LocalCloudWatch, minute, start, startCloudWatch } from './local-cloudwatch.ts';

type Dimensions = Readonly<Record<string, string>>;

describe('metrics of the platform', () => {
  let aws: LocalCloudWatch;
  beforeEach(async () => {
    aws = await startCloudWatch();
  });
  afterEach(() => aws.close());

  /** Statistics of some metrics of a namespace, by name; undefined for one without values. */
  const read = async (
    Namespace: string,
    dimensions: Dimensions,
    wanted: Readonly<Record<string, string>>,
    from = start,
  ) => {
    const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
    const queries = Object.entries(wanted).map(([MetricName, Stat], index) => ({
      Id: `m${index}`,
      Label: MetricName,
      MetricStat: { Metric: { Namespace, MetricName, Dimensions }, Period: 3600, Stat },
    }));
    const lines = await aws.data(queries, { StartTime: new Date(from), EndTime: new Date(from + minute) });
    return Object.fromEntries(lines.map(({ label, values }) => [label, values[0]]));
  };

  describe('of Lambda', () => {
    afterEach(closeAll);

    it('are by function, by resource and across all', async () => {
      const source = `export const handler = async ({ fail }) => {
        await new Promise((resolve) => setTimeout(resolve, 100));
        if (fail) throw new Error('no');
      };`;
      const { host } = hosted(source, { reservedConcurrency: 2 }, { observe: aws.cloudWatch.observe.lambda });
      const from = Date.now();
      aws.now = from;
      await host.invoke('{"fail":true}');
      await Promise.all([host.invoke('{}'), host.invoke('{}'), host.invoke('{}')]);
      for (const dimensions of [{}, { FunctionName: 'ingress' }, { FunctionName: 'ingress', Resource: 'ingress' }]) {
        const sums = { Invocations: 'Sum', Errors: 'Sum', Throttles: 'Sum', ConcurrentExecutions: 'Maximum' };
        assert.deepEqual(await read('AWS/Lambda', dimensions, sums, from), {
          Invocations: 3,
          Errors: 1,
          Throttles: 1,
          ConcurrentExecutions: 2,
        });
      }
      const { Duration = 0 } = await read('AWS/Lambda', { FunctionName: 'ingress' }, { Duration: 'Minimum' }, from);
      assert.ok(Duration >= 99, `${Duration}`);
    });

    it('are of its Function URL', async () => {
      for (const [status, latencyMs] of [
        [200, 10],
        [401, 20],
        [502, 60],
        [200, 30],
      ] as const) {
        aws.cloudWatch.observe.functionUrl({ at: start, latencyMs, status });
      }
      const wanted = {
        UrlRequestCount: 'Sum',
        Url4xxCount: 'Average',
        Url5xxCount: 'Sum',
        UrlRequestLatency: 'Average',
      };
      for (const dimensions of [
        { FunctionName: 'ingress' },
        { FunctionName: 'ingress', Resource: 'ingress:$LATEST' },
      ]) {
        assert.deepEqual(await read('AWS/Lambda', dimensions, wanted), {
          UrlRequestCount: 4,
          Url4xxCount: 0.25,
          Url5xxCount: 1,
          UrlRequestLatency: 30,
        });
      }
    });
  });

  describe('of EventBridge', () => {
    const entry = { Source: 'app', DetailType: 'x', Detail: '{}', EventBusName: 'orders' };
    let bridge: EventBridge;
    /** What becomes of what is sent to an ARN. */
    let outcomes: Readonly<Record<string, () => Promise<void>>>;

    beforeEach(() => {
      const retryPolicy = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 60 };
      outcomes = {};
      bridge = createEventBridge({
        region: 'eu-west-1',
        account: '000000000000',
        buses: [{ name: 'orders', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders' }],
        rules: [
          rule({
            name: 'to-target',
            busName: 'orders',
            targets: [target({ arn: 'target', retryPolicy, deadLetterArn: 'dlq' })],
          }),
          rule({ name: 'other', busName: 'orders', pattern: '{"source":["elsewhere"]}' }),
          rule({ name: 'on-default', targets: [target({ arn: 'target', retryPolicy })] }),
        ],
        send: (arn) => outcomes[arn]?.() ?? Promise.resolve(),
        warn: () => {},
        now: () => aws.now,
        sleep: async (milliseconds) => {
          aws.now += milliseconds;
        },
        random: () => 0,
        observe: aws.cloudWatch.observe.bus,
      });
    });
    afterEach(() => bridge.close());

    const publish = async (more: Partial<typeof entry> = {}) => {
      await bridge.service.operations.PutEvents?.({ Entries: [{ ...entry, ...more }] });
      await bridge.idle();
    };
    const fails = () => Promise.reject(new Error('no'));
    const counts = (dimensions: Dimensions) =>
      read('AWS/Events', dimensions, {
        MatchedEvents: 'Sum',
        TriggeredRules: 'Sum',
        InvocationAttempts: 'Sum',
        RetryInvocationAttempts: 'Sum',
        SuccessfulInvocationAttempts: 'Sum',
        Invocations: 'Sum',
        FailedInvocations: 'Sum',
        InvocationsSentToDlq: 'Sum',
        InvocationsFailedToBeSentToDlq: 'Sum',
        IngestionToInvocationStartLatency: 'Maximum',
        IngestionToInvocationSuccessLatency: 'Maximum',
      });
    const toTarget = { EventBusName: 'orders', RuleName: 'to-target' };
    const none = {
      MatchedEvents: undefined,
      TriggeredRules: undefined,
      InvocationAttempts: undefined,
      RetryInvocationAttempts: undefined,
      SuccessfulInvocationAttempts: undefined,
      Invocations: undefined,
      FailedInvocations: undefined,
      InvocationsSentToDlq: undefined,
      InvocationsFailedToBeSentToDlq: undefined,
      IngestionToInvocationStartLatency: undefined,
      IngestionToInvocationSuccessLatency: undefined,
    };
    const delivered = {
      ...none,
      MatchedEvents: 1,
      TriggeredRules: 1,
      InvocationAttempts: 1,
      SuccessfulInvocationAttempts: 1,
      Invocations: 1,
      IngestionToInvocationStartLatency: 0,
      IngestionToInvocationSuccessLatency: 0,
    };

    it('are by bus and rule, and without those that are only there when something is wrong', async () => {
      await publish();
      assert.deepEqual(await counts(toTarget), delivered);
      assert.deepEqual(await counts({ EventBusName: 'orders', RuleName: 'other' }), none);
    });

    it('are by rule alone on the default bus', async () => {
      await publish({ EventBusName: 'default' });
      assert.deepEqual(await counts({ RuleName: 'on-default' }), delivered);
    });

    it('count the attempts until one succeeds', async () => {
      let tries = 0;
      outcomes = { target: () => (tries++ < 1 ? fails() : Promise.resolve()) };
      await publish();
      assert.deepEqual(await counts(toTarget), {
        ...delivered,
        InvocationAttempts: 2,
        RetryInvocationAttempts: 1,
        IngestionToInvocationSuccessLatency: 500,
      });
    });

    it('count what ends in the dead-letter queue, or not even there', async () => {
      outcomes = { target: fails };
      await publish();
      const failed = {
        ...none,
        MatchedEvents: 1,
        TriggeredRules: 1,
        InvocationAttempts: 3,
        RetryInvocationAttempts: 2,
        Invocations: 1,
        FailedInvocations: 1,
        InvocationsSentToDlq: 1,
        IngestionToInvocationStartLatency: 0,
      };
      assert.deepEqual(await counts(toTarget), failed);
      outcomes = { target: fails, dlq: fails };
      await publish();
      const { InvocationsSentToDlq, InvocationsFailedToBeSentToDlq } = await counts(toTarget);
      assert.deepEqual([InvocationsSentToDlq, InvocationsFailedToBeSentToDlq], [1, 1]);
    });
  });

  it('of SQS are by queue', async () => {
    const QueueUrl = 'https://sqs.us-east-1.amazonaws.com/123456789012/parking';
    const queues = createSqs({
      queues: [{ name: 'parking', arn: 'arn:aws:sqs:us-east-1:123456789012:parking', url: QueueUrl }],
      clock: () => aws.now,
      metricsClock: aws.clock,
      observe: aws.cloudWatch.observe.queue,
    });
    const endpoint = await listening([queues.service]);
    const client = new SQSClient(endpoint.client);
    const dimensions = { QueueName: 'parking' };
    const levels = {
      ApproximateNumberOfMessagesVisible: 'Maximum',
      ApproximateNumberOfMessagesNotVisible: 'Maximum',
      ApproximateNumberOfMessagesDelayed: 'Maximum',
      ApproximateAgeOfOldestMessage: 'Maximum',
    };
    const flow = {
      NumberOfMessagesSent: 'Sum',
      NumberOfMessagesReceived: 'Sum',
      NumberOfMessagesDeleted: 'Sum',
      NumberOfEmptyReceives: 'Sum',
    };

    assert.deepEqual(await read('AWS/SQS', dimensions, { ...levels, ...flow }), {
      ApproximateNumberOfMessagesVisible: 0,
      ApproximateNumberOfMessagesNotVisible: 0,
      ApproximateNumberOfMessagesDelayed: 0,
      ApproximateAgeOfOldestMessage: 0,
      NumberOfMessagesSent: 0,
      NumberOfMessagesReceived: 0,
      NumberOfMessagesDeleted: 0,
      NumberOfEmptyReceives: 0,
    });

    for (const DelaySeconds of [0, 0, 120]) {
      await client.send(new SendMessageCommand({ QueueUrl, MessageBody: '12345', DelaySeconds }));
    }
    aws.now += minute;
    const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.deepEqual(await read('AWS/SQS', dimensions, { ...flow, SentMessageSize: 'Average' }), {
      NumberOfMessagesSent: 3,
      NumberOfMessagesReceived: 1,
      NumberOfMessagesDeleted: 0,
      NumberOfEmptyReceives: 0,
      SentMessageSize: 5,
    });

    aws.clock.catchUp();
    assert.deepEqual(await read('AWS/SQS', dimensions, levels), {
      ApproximateNumberOfMessagesVisible: 1,
      ApproximateNumberOfMessagesNotVisible: 1,
      ApproximateNumberOfMessagesDelayed: 1,
      ApproximateAgeOfOldestMessage: 60,
    });

    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]?.ReceiptHandle }));
    for (let call = 0; call < 2; call += 1) await client.send(new ReceiveMessageCommand({ QueueUrl }));
    assert.deepEqual(await read('AWS/SQS', dimensions, flow), {
      NumberOfMessagesSent: 3,
      NumberOfMessagesReceived: 2,
      NumberOfMessagesDeleted: 1,
      NumberOfEmptyReceives: 1,
    });
    queues.close();
    client.destroy();
    await endpoint.close();
  });

  it('of CloudWatch Logs are by log group, beside the metrics that are embedded', async () => {
    const group = '/aws/lambda/ingress';
    const logs = createCloudWatchLogs({ groups: [{ name: group, arn: `arn:${group}` }], clock: () => aws.now });
    logs.subscribe(aws.cloudWatch.observe.log);
    const emf = (metrics: object) =>
      JSON.stringify({ _aws: { Timestamp: start, CloudWatchMetrics: [metrics] }, service: 'ingress', Published: 2 });
    const Metrics = [{ Name: 'Published', Unit: 'Count' }];
    const messages = [
      'plain',
      emf({ Namespace: 'WebhookBridge', Dimensions: [['service']], Metrics }),
      emf({ Namespace: 'WebhookBridge', Dimensions: [['missing']], Metrics }),
      emf({ Namespace: 'WebhookBridge', Metrics }),
    ];
    for (const message of messages) logs.write(group, 'a', start, message);

    assert.deepEqual(await read('WebhookBridge', { service: 'ingress' }, { Published: 'Sum' }), { Published: 2 });
    const counted = {
      IncomingLogEvents: 'Sum',
      IncomingBytes: 'Sum',
      EMFValidationErrors: 'Sum',
      EMFParsingErrors: 'Sum',
    };
    assert.deepEqual(await read('AWS/Logs', { LogGroupName: group }, counted), {
      IncomingLogEvents: 4,
      IncomingBytes: messages.reduce((bytes, message) => bytes + message.length + 26, 0),
      EMFValidationErrors: 1,
      EMFParsingErrors: 1,
    });
  });
});
