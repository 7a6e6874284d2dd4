import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { payload, type Running, secretOf, send, sign, startJson } from '../end-to-end/running.ts';
import { until } from '../until.ts';

const program = join(import.meta.dirname, '../../examples/consumer/consumer.ts');

describe('the example of a consumer', function () {
  this.timeout(300_000);
  let run: Running;
  let folder: string;
  let consumer: Consumer | undefined;

  before(async () => {
    run = await startJson();
  });
  after(() => run.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
  });
  afterEach(async () => {
    await consumer?.end('SIGTERM');
    consumer = undefined;
    rmSync(folder, { recursive: true, force: true });
  });

  it('processes a delivery once, though it is on the bus twice and is replayed', async () => {
    consumer = start(run.awsEndpoint);
    const id = await delivered('once');
    assert.equal(await consumer.line(), `processed ${id} chat#once`);

    await publishAgain(id, 'once');
    assert.equal(await consumer.line(), `duplicate ${id} chat#once`);
    await replay(id, 'once');
    assert.equal(await consumer.line(), `duplicate ${id} chat#once`);

    assert.deepEqual(counts(), { 'chat#once': 1 });
    await emptied();
  });

  it('processes two deliveries of the same type both', async () => {
    consumer = start(run.awsEndpoint);
    const ids = [await delivered('both'), await delivered('both')];

    assert.deepEqual(
      [await consumer.line(), await consumer.line()].sort(),
      ids.map((id) => `processed ${id} chat#both`).sort(),
    );
    assert.deepEqual(counts(), { 'chat#both': 2 });
  });

  it('processes a delivery once, though it is killed after the work and before the message is deleted', async () => {
    await using deleting = await withoutDeletion(run.awsEndpoint);
    consumer = start(deleting.endpoint, 1);
    const id = await delivered('killed');
    await deleting.asked;
    await consumer.end('SIGKILL');
    assert.deepEqual(counts(), { 'chat#killed': 1 });

    consumer = start(run.awsEndpoint);

    assert.equal(await consumer.line(), `duplicate ${id} chat#killed`);
    assert.deepEqual(counts(), { 'chat#killed': 1 });
    await emptied();
  });

  it('leaves in the queue what it cannot read, and goes on', async () => {
    consumer = start(run.awsEndpoint);
    await new SQSClient(run.aws).send(
      new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: '{"transformed":true}' }),
    );
    const id = await delivered('after');

    assert.equal(await consumer.line(), `processed ${id} chat#after`);
    const { errors } = consumer;
    await until(() => /left in the queue: message .*detail.metadata.id .* is missing/.test(errors()));
  });

  const commandLines: readonly [args: readonly string[], status: number, says: RegExp][] = [
    [['--help'], 0, /--queue-url URL/],
    [[], 2, /^--queue-url is missing; --help lists the flags$/m],
    [['--queue-url', 'x', '--keep-days', 'ten'], 2, /^--keep-days is "ten"; it wants a whole number from 1$/m],
    [['--queue', 'x'], 2, /^Unknown option '--queue'/m],
  ];
  for (const [args, status, says] of commandLines)
    it(`ends with ${status} when called with "${args.join(' ')}", and says why`, () => {
      const { status: ended, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
      assert.equal(ended, status);
      assert.match(status === 0 ? stdout : stderr, says);
    });

  const queueUrl = () => `${run.awsEndpoint}/000000000000/webhook-bridge_dev_deliveries`;

  /** @param visibilitySeconds longer than a machine stalls, unless a message is to come again */
  function start(endpoint: string, visibilitySeconds = 30): Consumer {
    const flags = {
      'queue-url': queueUrl(),
      'endpoint-url': endpoint,
      database: database(),
      'visibility-seconds': String(visibilitySeconds),
    };
    const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
    return startConsumer(spawn(process.execPath, [program, ...args]));
  }
  const database = () => join(folder, 'consumer.sqlite');

  /** Sends a signed delivery. Answers with its id. */
  async function delivered(topic: string): Promise<string> {
    const body = payload({ topic, text: `number ${Math.random()}` });
    const response = await send(run, { body, signature: sign(await secretOf(run), body) });
    assert.equal(response.status, 200);
    const { id } = (await response.json()) as { readonly id: string }; // The contract, which delivery.test.ts holds.
    return id;
  }

  async function publishAgain(id: string, topic: string): Promise<void> {
    const Entries = [
      {
        EventBusName: 'webhook-bridge_dev',
        Source: 'webhook.momento',
        DetailType: `chat#${topic}`,
        Detail: JSON.stringify({ metadata: { id }, data: {} }),
      },
    ];
    const { FailedEntryCount } = await new EventBridgeClient(run.aws).send(new PutEventsCommand({ Entries }));
    assert.equal(FailedEntryCount, 0);
  }

  /** A replay hands the event to the rule's targets with an id of its own and the replay's name. */
  async function replay(id: string, topic: string): Promise<void> {
    const event = {
      'replay-name': 'yesterday',
      'detail-type': `chat#${topic}`,
      detail: { metadata: { id }, data: {} },
    };
    await new SQSClient(run.aws).send(
      new SendMessageCommand({ QueueUrl: queueUrl(), MessageBody: JSON.stringify(event) }),
    );
  }

  /** How often the work was done, by event type. */
  function counts(): Readonly<Record<string, unknown>> {
    using opened = new DatabaseSync(database(), { readOnly: true });
    return Object.fromEntries(
      opened
        .prepare('SELECT type, count FROM deliveries')
        .all()
        .map(({ type, count }) => [String(type), count]),
    );
  }

  /** Until the queue has no message, neither waiting nor in hand. */
  async function emptied(): Promise<void> {
    const sqs = new SQSClient(run.aws);
    const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    for (let left = 1; left > 0; ) {
      const { Attributes = {} } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: queueUrl(), AttributeNames: [...names] }),
      );
      left = names.reduce((sum, name) => sum + Number(Attributes[name]), 0);
    }
  }
});

interface Consumer {
  /** The next line that it says. */
  line(): Promise<string>;
  errors(): string;
  end(signal: NodeJS.Signals): Promise<void>;
}

function startConsumer(child: ChildProcess): Consumer {
  const { stdout, stderr } = child;
  if (!stdout || !stderr) throw new Error('the child has no output');
  const lines = createInterface(stdout)[Symbol.asyncIterator]();
  let errors = '';
  stderr.on('data', (chunk) => {
    errors += chunk;
  });
  return {
    async line() {
      const { value, done } = await lines.next();
      assert.ok(!done, `the consumer ended: ${errors}`);
      return value;
    },
    errors: () => errors,
    async end(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, 'exit');
    },
  };
}

interface WithoutDeletion extends AsyncDisposable {
  readonly endpoint: string;
  /** When a deletion was asked for the first time. It is never carried out, nor answered. */
  readonly asked: Promise<void>;
}

/** The AWS endpoint, but for deletions: the moment between work and deletion, made long. */
async function withoutDeletion(awsEndpoint: string): Promise<WithoutDeletion> {
  const asked = Promise.withResolvers<void>();
  const server: Server = createServer((incoming, answer) => {
    if (incoming.headers['x-amz-target'] === 'AmazonSQS.DeleteMessage') return asked.resolve();
    const { method = 'POST', headers, url = '/' } = incoming;
    const onward = request(awsEndpoint + url, { method, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 500, answered.headers);
      answered.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    answer.on('close', () => onward.destroy());
    incoming.pipe(onward);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo; // A listening TCP server has such an address.
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked: asked.promise,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}
