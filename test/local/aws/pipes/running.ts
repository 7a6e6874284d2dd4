import { createEventBridge } from '../../../../local/aws/eventbridge/eventbridge.ts';
import type { PipeDeclaration } from '../../../../local/aws/pipes/declaration.ts';
import { startPipes } from '../../../../local/aws/pipes/pipes.ts';
import { byTarget, callOperation, type Operation } from '../../../../local/aws/service.ts';
import { createSqs } from '../../../../local/aws/sqs/sqs.ts';

const place = { region: 'eu-west-1', account: '000000000000' };
const arnOf = (queue: string) => `arn:aws:sqs:eu-west-1:000000000000:${queue}`;
const urlOf = (queue: string) => `http://127.0.0.1:4566/000000000000/${queue}`;
const bus = { name: 'deliveries', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/deliveries' };

export const parking: PipeDeclaration = {
  name: 'parking',
  arn: 'arn:aws:pipes:eu-west-1:000000000000:pipe/parking',
  roleArn: 'arn:aws:iam::000000000000:role/parking',
  source: arnOf('parking'),
  target: bus.arn,
  desiredState: 'RUNNING',
  inputTemplate: '{"metadata":<$.body.detail.metadata>,"data":<$.body.detail.data>}',
  eventBus: { source: '$.body.source', detailType: '$.body.detailType', time: '$.body.time' },
};

export interface RunningPipe extends AsyncDisposable {
  /** What stands between the pipe and EventBridge. */
  meet: (run: Operation) => Operation;
  /** What its calls of SQS are met by. */
  meetSqs: <T>(run: () => Promise<T>) => Promise<T>;
  /** The text of each event on the bus. */
  readonly events: readonly string[];
  readonly warnings: readonly string[];
  /** Puts a message on the queue that the pipe reads. */
  readonly park: (body: string) => void;
  /** The same, as a client does whose request belongs to a trace. */
  readonly send: (body: string, traceHeader: string) => Promise<object>;
  readonly count: (queue: string) => ReturnType<ReturnType<typeof createSqs>['count']>;
  readonly receive: (queue: string) => Promise<object>;
}

/** A pipe from a real queue, whose messages are dead after two receipts, to a real bus. */
export function runningPipe({
  visibilityTimeoutSeconds = 30,
  ...changes
}: Partial<PipeDeclaration> & {
  readonly visibilityTimeoutSeconds?: number;
} = {}): RunningPipe {
  const queue = (name: string) => ({ name, arn: arnOf(name), url: urlOf(name), visibilityTimeoutSeconds });
  const redrivePolicy = { deadLetterTargetArn: arnOf('dead'), maxReceiveCount: 2 };
  const queues = createSqs({ queues: [{ ...queue('parking'), redrivePolicy }, queue('dead')] });
  const events: string[] = [];
  const warnings: string[] = [];
  const target = { id: 'all', arn: 'all', retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } };
  const pattern = '{"source":[{"prefix":""}]}';
  const rule = { name: 'all', arn: 'all', busName: bus.name, pattern, enabled: true, targets: [target] };
  const bridge = createEventBridge({
    ...place,
    buses: [bus],
    rules: [rule],
    send: async (_, body) => void events.push(body),
    warn: () => {},
  });
  const services = byTarget([queues.service, bridge.service]);
  const call = (operation: string, input: object, signal?: AbortSignal) =>
    callOperation(services, 'AmazonSQS', operation, input, signal);
  const run: RunningPipe = {
    meet: (operation) => operation,
    meetSqs: (call) => call(),
    events,
    warnings,
    park: (body) => queues.send(arnOf('parking'), body),
    send: (MessageBody, traceHeader) => {
      const input = { QueueUrl: urlOf('parking'), MessageBody };
      return call('SendMessage', Object(queues.service.withTrace?.('SendMessage', input, traceHeader)));
    },
    count: (name) => queues.count(arnOf(name)),
    receive: (name) => call('ReceiveMessage', { QueueUrl: urlOf(name), MessageSystemAttributeNames: ['All'] }),
    async [Symbol.asyncDispose]() {
      await moving.close();
      queues.close();
      await bridge.close();
    },
  };
  const moving = startPipes({
    pipes: [{ ...parking, ...changes }],
    callSqs: (...of) => run.meetSqs(() => call(...of)),
    queueUrl: queues.url,
    putEvents: (input, signal) =>
      run.meet((given) => callOperation(services, 'AWSEvents', 'PutEvents', given))(input, signal),
    warn: (line) => warnings.push(line),
  });
  return run;
}
