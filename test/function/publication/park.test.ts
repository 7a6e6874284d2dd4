import assert from 'node:assert/strict';
import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { toEntry } from '../../../function/event.ts';
import { parkOn } from '../../../function/publication/park.ts';
import { until } from '../../until.ts';
import { type AwsServer, messageAccepted, startAws } from '../harness/aws-server.ts';
import { body, configuration, receivedAt, source } from '../harness/deliveries.ts';
import { environment } from '../harness/environment.ts';
import { lambdaEnvironment } from '../harness/lambda-environment.ts';
import { steadyClock } from '../harness/steady-clock.ts';
import { stillClock } from '../harness/still-clock.ts';

const queueUrl = configuration.parkingQueueUrl;

function entryOf(text = body, eventType = 'chat#room-281'): PutEventsRequestEntry {
  const delivery = { source, body: Buffer.from(text), text, eventType, receivedAt, sentAt: receivedAt };
  return toEntry({ ...delivery, traceId: '1-69558c00-0123456789abcdef01234567' }, 'id-1', 'deliveries');
}

describe('park', () => {
  let aws: AwsServer;
  let lambda: ReturnType<typeof environment>;
  let made: number;
  let steady: Disposable;

  beforeEach(async () => {
    steady = steadyClock();
    aws = await startAws();
    aws.answer('SendMessage', messageAccepted);
    lambda = environment(lambdaEnvironment(aws));
    lambda.set();
    made = 0;
  });
  afterEach(async () => {
    lambda.reset();
    await aws.close();
    steady[Symbol.dispose]();
  });

  const counted = <Client>(client: Client) => {
    made += 1;
    return client;
  };
  const parking = () => parkOn(queueUrl, counted);
  const within = (ms: number) => performance.now() + ms;
  /** More than a stalled machine may take. */
  const ample = () => within(30_000);
  const messages = () => aws.requests('SendMessage').map(({ input }) => String(input.MessageBody));

  it('leaves one message on the queue', async () => {
    assert.equal(await parking()(entryOf(), ample()), undefined);

    const requests = aws.requests('SendMessage');
    assert.deepEqual(
      requests.map(({ input }) => Object.keys(input).sort()),
      [['MessageBody', 'QueueUrl']],
    );
    assert.equal(requests[0]?.input.QueueUrl, queueUrl);
    assert.equal(requests[0]?.headers['x-amz-target'], 'AmazonSQS.SendMessage');
  });

  it('keeps source, detail type, time and detail of the entry', async () => {
    const entry = entryOf();

    await parking()(entry, ample());

    assert.deepEqual(JSON.parse(messages()[0] ?? ''), {
      source: entry.Source,
      detailType: entry.DetailType,
      time: '2026-01-01T00:00:00.000Z',
      detail: JSON.parse(entry.Detail ?? ''),
    });
  });

  it("keeps the payload's own text: big numbers, keys twice, white space", async () => {
    const text = ' { "n":12345678901234567890123,\r\n"n":1.10,"z":-0, "e":1E400,\t"u":"\\u00e4\\ud83d\\ude00ä😀" }\n';

    await parking()(entryOf(text), ample());

    assert.ok(messages()[0]?.endsWith(`"data":${text}}}`), messages()[0]);
  });

  it('writes as escapes the two characters that SQS would put others in place of', async () => {
    const text = '{"text":"\uFFFE \uFFFF \uFFFD \uFEFF \u{1FFFE} 😀"}';

    await parking()(entryOf(text, 'chat#\uFFFF'), ample());

    const [message = ''] = messages();
    assert.ok(message.endsWith('"data":{"text":"\\ufffe \\uffff \uFFFD \uFEFF \u{1FFFE} 😀"}}}'), message);
    assert.deepEqual(JSON.parse(message).detail.data, JSON.parse(text));
    assert.equal(JSON.parse(message).detailType, 'chat#\uFFFF');
    assert.equal(JSON.parse(message).detail.metadata.eventType, 'chat#\uFFFF');
  });

  it('fits into a message, 1 MiB, with the largest payload and the longest event type', async () => {
    const text = JSON.stringify({ text: 'a'.repeat(990_000 - '{"text":""}'.length) });
    assert.equal(text.length, 990_000);

    // Each of these takes six bytes where it is written as an escape.
    await parking()(entryOf(text, '\u0000'.repeat(128)), ample());

    assert.ok(Buffer.byteLength(messages()[0] ?? '') <= 1_048_576);
  });

  it('makes one client, at the first delivery that needs it, which keeps its connection', async () => {
    const park = parking();
    const before = made;

    for (let count = 0; count < 3; count += 1) await park(entryOf(), ample());

    assert.equal(before, 0);
    assert.equal(made, 1);
    assert.deepEqual(new Set(aws.requests('SendMessage').map(({ connection }) => connection)), new Set([1]));
  });

  it('names the error when SQS refuses', async () => {
    aws.answer('SendMessage', { error: 'AccessDeniedException' });

    assert.equal(await parking()(entryOf(), ample()), 'AccessDeniedException');
  });

  it('names the error when SQS stored something else than what was sent', async () => {
    aws.answer('SendMessage', { json: { MessageId: 'message-1', MD5OfMessageBody: '0'.repeat(32) } });

    assert.equal(await parking()(entryOf(), ample()), 'Error');
  });

  it('tries again when SQS fails for a moment', async () => {
    aws.answer('SendMessage', { error: 'InternalFailure', status: 500 }, messageAccepted);

    assert.equal(await parking()(entryOf(), ample()), undefined);
  });

  it('tries again on another connection when one is cut', async () => {
    aws.answer('SendMessage', { reset: true }, messageAccepted);

    assert.equal(await parking()(entryOf(), ample()), undefined);
  });

  it('tries again after 0.7 s without an answer', async () => {
    aws.answer('SendMessage', { never: true }, messageAccepted);
    using clock = stillClock();

    const parked = parking()(entryOf(), within(2_500));
    await until(() => messages().length === 1);
    await clock.pass(699);
    assert.equal(messages().length, 1);
    // And as long as the SDK waits before another try.
    await clock.pass(101);
    await until(() => messages().length === 2);

    assert.equal(await parked, undefined);
  });

  it('gives up at the deadline', async () => {
    aws.answer('SendMessage', { never: true });
    using clock = stillClock();
    const outcomes: (string | undefined)[] = [];

    void parking()(entryOf(), within(300)).then((error) => outcomes.push(error));
    await until(() => messages().length === 1);
    await clock.pass(299);
    assert.deepEqual(outcomes, []);
    await clock.pass(1);

    await until(() => outcomes.length > 0);
    assert.deepEqual(outcomes, ['AbortError']);
  });

  it('gives up at once when the deadline is past, and works for the next delivery', async () => {
    const park = parking();
    await park(entryOf(), ample());
    aws.answer('SendMessage', { never: true });

    assert.equal(await park(entryOf(), within(-1)), 'AbortError');
    aws.answer('SendMessage', messageAccepted);

    assert.equal(await park(entryOf(), ample()), undefined);
  });
});
