import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { until } from '../until.ts';
import { payload, type Running, secretOf, send, sign, startJson, takeEvents, takenIn } from './running.ts';

describe('a rotation of the secret', function () {
  this.timeout(180_000);
  let run: Running;

  before(async () => {
    // On a busy machine more than ten are under way at 20 a second.
    run = await startJson('--config', 'reservedConcurrency=100');
  });
  after(() => run.stop());

  const deliver = (secret: string, text: string) => {
    const body = payload({ text });
    return send(run, { body, signature: sign(secret, body) });
  };

  it('refuses no delivery signed by the old or the new value, with the function never restarted', async () => {
    const old = await secretOf(run);
    const secrets = new SecretsManagerClient(run.aws);
    const fresh = 'the value after the rotation';
    const sent: Promise<Response>[] = [];

    for (let n = 0; n < 60; n += 1) {
      if (n === 20)
        await secrets.send(new PutSecretValueCommand({ SecretId: run.source.secretId, SecretString: fresh }));
      const signer = n < 20 || n % 2 === 0 ? old : fresh;
      sent.push(deliver(signer, `delivery ${n}`));
      await setTimeout(50);
    }

    const answers = await Promise.all(sent);
    // 202 where the machine stalled and EventBridge was late.
    assert.deepEqual(
      answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 202),
      [],
    );
    const ids = (await Promise.all(answers.map((answer) => answer.json()))) as { id: string }[];
    const onBus = new Set<string | undefined>();
    await until(async () => {
      for (const { detail } of await takeEvents(run)) onBus.add(detail.metadata.id);
      return ids.every(({ id }) => onBus.has(id));
    });
    assert.equal(onBus.size, 60);

    const streams = await streamByDelivery(run);
    const before = new Set(ids.slice(0, 20).map(({ id }) => streams.get(id)));
    const newlySigned = ids.filter((_, n) => n >= 20 && n % 2 === 1);
    // A log stream is one environment's own: it served the old value and then the new one.
    assert(newlySigned.some(({ id }) => before.has(streams.get(id) ?? 'none')));
  });

  it('loses nothing in a second rotation right after the first', async () => {
    const secrets = new SecretsManagerClient(run.aws);
    const previous = await secretOf(run);
    await secrets.send(new PutSecretValueCommand({ SecretId: run.source.secretId, SecretString: 'the second' }));
    for (const [secret, text] of [
      ['the second', 'new'],
      [previous, 'old'],
    ] as const) {
      await takenIn(run, await deliver(secret, text));
    }
  });

  it('refuses the value that was rotated out twice', async () => {
    const secrets = new SecretsManagerClient(run.aws);
    const outdated = await secretOf(run);
    for (const SecretString of ['one later', 'two later']) {
      await secrets.send(new PutSecretValueCommand({ SecretId: run.source.secretId, SecretString }));
      await takenIn(run, await deliver(SecretString, 'new'));
    }
    assert.equal((await deliver(outdated, 'outdated')).status, 401);
  });
});

async function streamByDelivery({ aws }: Running): Promise<ReadonlyMap<string, string>> {
  const { events = [] } = await new CloudWatchLogsClient(aws).send(
    new FilterLogEventsCommand({
      logGroupName: '/aws/lambda/webhook-bridge_dev',
      filterPattern: '{ $.delivery_id = * }',
    }),
  );
  return new Map(
    events.map(({ logStreamName = '', message = '' }) => [JSON.parse(message).delivery_id, logStreamName]),
  );
}
