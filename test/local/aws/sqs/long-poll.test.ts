import assert from 'node:assert/strict';
import { promisify } from 'node:util';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { until } from '../../../until.ts';
import { arnOf, type LocalSqs, QueueUrl, startSqs } from './local-sqs.ts';

describe('long polls of SQS', () => {
  let aws: LocalSqs;
  beforeEach(async () => {
    aws = await startSqs();
  });
  afterEach(() => aws.close());

  it('answers as soon as a message arrives', async () => {
    const asked = performance.now();
    const polling = aws.bodies({ WaitTimeSeconds: 20 });
    setTimeout(() => aws.queues.send(arnOf('parking'), 'arrived'), 50);
    assert.deepEqual(await polling, ['arrived']);
    assert.ok(performance.now() - asked < 15_000);
  });

  it('answers with nothing when the time is up, and not before', async () => {
    const asked = performance.now();
    assert.deepEqual(await aws.bodies({ WaitTimeSeconds: 1 }), []);
    assert.ok(performance.now() - asked >= 990);
  });

  it('gives one message to one of two that wait', async () => {
    const polls = [aws.bodies({ WaitTimeSeconds: 1 }), aws.bodies({ WaitTimeSeconds: 1 })];
    setTimeout(() => aws.queues.send(arnOf('parking'), 'arrived'), 50);
    assert.deepEqual((await Promise.all(polls)).flat(), ['arrived']);
  });

  it('answers when a hidden message is visible again', async () => {
    aws.queues.send(arnOf('parking'), 'again');
    await aws.receive({ VisibilityTimeout: 1 });
    setTimeout(() => {
      aws.now += 1000;
    }, 20);
    assert.deepEqual(await aws.bodies({ WaitTimeSeconds: 20 }), ['again']);
  });

  it('takes nothing for a client that has gone', async () => {
    const gone = new AbortController();
    const polling = aws.client.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }), {
      abortSignal: gone.signal,
    });
    setTimeout(() => gone.abort(), 50);
    await assert.rejects(polling, { name: 'AbortError' });
    // The server learns of it a moment later, by the end of the connection.
    const connections = promisify(aws.endpoint.server.getConnections.bind(aws.endpoint.server));
    await until(async () => (await connections()) === 0);
    aws.queues.send(arnOf('parking'), 'kept');
    assert.equal(aws.queues.count(arnOf('parking')).visible, 1);
  });

  it('takes nothing for a client that had gone before the operation began', async () => {
    aws.queues.send(arnOf('parking'), 'kept');
    const receive = aws.queues.service.operations.ReceiveMessage;
    assert.deepEqual(await receive?.({ QueueUrl }, AbortSignal.abort()), {});
    assert.equal(aws.queues.count(arnOf('parking')).visible, 1);
  });

  it('ends with what there is when the run closes', async () => {
    const polling = aws.bodies({ WaitTimeSeconds: 20 });
    setTimeout(() => aws.queues.close(), 50);
    assert.deepEqual(await polling, []);
  });
});
