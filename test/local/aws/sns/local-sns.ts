import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { SNSClient } from '@aws-sdk/client-sns';
import { createSns, type Sns, type SnsOptions } from '../../../../local/aws/sns/sns.ts';
import { createSqs } from '../../../../local/aws/sqs/sqs.ts';
import { reservePort } from '../../../../local/ports.ts';
import { type Listening, listening } from '../sqs/listening.ts';

export const account = '123456789012';
export const topicArn = `arn:aws:sns:us-east-1:${account}:page`;
export const alarmArn = `arn:aws:cloudwatch:us-east-1:${account}:alarm:age`;
export const queueArn = `arn:aws:sqs:us-east-1:${account}:told`;
const start = Date.parse('2026-07-10T12:00:00Z');

export interface LocalSns {
  readonly sns: Sns;
  readonly client: SNSClient;
  readonly endpoint: Listening;
  /** URL of a queue that topics may send to. */
  readonly queueUrl: string;
  readonly close: () => Promise<void>;
}

/** An SNS with the topic *page*, beside an SQS with the queue *told*, on the real endpoint. */
export async function startSns(options: Partial<SnsOptions> = {}): Promise<LocalSns> {
  const queueUrl = `http://127.0.0.1/${account}/told`;
  const queues = createSqs({ queues: [{ name: 'told', arn: queueArn, url: queueUrl }] });
  const reserved = await reservePort(0, 'port');
  const topics = createSns({
    topics: [{ name: 'page', arn: topicArn }],
    subscriptions: [],
    keys: [],
    send: queues.send,
    endpoint: `http://127.0.0.1:${reserved.port}`,
    now: () => start,
    retries: { retries: 2, delayMs: 10, timeoutMs: 30_000 },
    ...options,
  });
  await reserved[Symbol.asyncDispose]();
  const endpoint = await listening([topics.service, queues.service], reserved.port);
  const client = new SNSClient(endpoint.client);
  return {
    sns: topics,
    client,
    endpoint,
    queueUrl,
    async close() {
      topics.close();
      queues.close();
      client.destroy();
      await endpoint.close();
    },
  };
}

interface Post {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Subscriber {
  readonly url: string;
  readonly posts: readonly Post[];
  /** What it answers from now on. */
  answer: number;
  headers: Readonly<Record<string, string>>;
  /** The post of that number, once it is there. */
  readonly post: (number: number) => Promise<Post>;
  readonly close: () => Promise<void>;
}

/** An endpoint of whoever is to be told. */
export async function startSubscriber(): Promise<Subscriber> {
  const posts: Post[] = [];
  const subscriber = { answer: 200, headers: {} };
  const server = createServer(async (request, response) => {
    posts.push({ headers: request.headers, body: await text(request) });
    response.writeHead(subscriber.answer, subscriber.headers).end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  return Object.assign(subscriber, {
    url: `http://127.0.0.1:${port}/hook`,
    posts,
    async post(number: number) {
      for (;;) {
        const found = posts[number];
        if (found) return found;
        await setTimeout(5);
      }
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  });
}
