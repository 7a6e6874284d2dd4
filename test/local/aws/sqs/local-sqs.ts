import { type Message, ReceiveMessageCommand, type ReceiveMessageCommandInput, SQSClient } from '@aws-sdk/client-sqs';
import { createSqs, type Sqs } from '../../../../local/aws/sqs/sqs.ts';
import { type Listening, listening } from './listening.ts';

export const arnOf = (name: string) => `arn:aws:sqs:us-east-1:123456789012:${name}`;
export const urlOf = (name: string) => `https://sqs.us-east-1.amazonaws.com/123456789012/${name}`;
export const queue = (name: string) => ({ name, arn: arnOf(name), url: urlOf(name) });
export const QueueUrl = urlOf('parking');

export interface LocalSqs {
  /** The clock of the queues, in milliseconds since the epoch. */
  now: number;
  readonly queues: Sqs;
  readonly endpoint: Listening;
  readonly client: SQSClient;
  receive(more?: Partial<ReceiveMessageCommandInput>): Promise<readonly Message[]>;
  /** Of up to ten messages. */
  bodies(more?: Partial<ReceiveMessageCommandInput>): Promise<readonly (string | undefined)[]>;
  close(): Promise<void>;
}

/** A queue `parking` with dead letters and another queue, on the real endpoint, with the SDK's client of it. */
export async function startSqs(): Promise<LocalSqs> {
  const clock = { now: Date.parse('2026-07-10T12:00:00Z') };
  const queues = createSqs({
    queues: [
      {
        ...queue('parking'),
        visibilityTimeoutSeconds: 30,
        messageRetentionSeconds: 120,
        redrivePolicy: { deadLetterTargetArn: arnOf('parking-dead'), maxReceiveCount: 2 },
        policy: '{"Version":"2012-10-17","Statement":[]}',
      },
      queue('parking-dead'),
      queue('local-events'),
    ],
    clock: () => clock.now,
  });
  const endpoint = await listening([queues.service]);
  const client = new SQSClient(endpoint.client);
  const receive = async (more: Partial<ReceiveMessageCommandInput> = {}) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, ...more }))).Messages ?? [];
  return Object.assign(clock, {
    queues,
    endpoint,
    client,
    receive,
    bodies: async (more: Partial<ReceiveMessageCommandInput> = {}) =>
      (await receive({ MaxNumberOfMessages: 10, ...more })).map(({ Body }) => Body),
    async close() {
      queues.close();
      client.destroy();
      await endpoint.close();
    },
  });
}
