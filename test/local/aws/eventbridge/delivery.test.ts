import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { PermanentFailure, type Send } from '../../../../local/aws/eventbridge/delivery/send.ts';
import type { EventBridgeOptions } from '../../../../local/aws/eventbridge/eventbridge.ts';
import { onlyOne, queue, type Running, rule, running, target } from './running.ts';

const deadLetters = 'arn:aws:sqs:eu-west-1:000000000000:dead-letters';

describe('delivery to a target', () => {
  let local: Running;
  let clock: number;
  let waits: number[];
  let attempts: number;
  beforeEach(() => {
    clock = Date.UTC(2026, 0, 1);
    waits = [];
    attempts = 0;
  });
  afterEach(() => local.stop());

  /** A run in which waiting takes no time, and whose queue fails as often as it is told. */
  async function start(
    targets: Parameters<typeof target>[0],
    failures: number,
    options: Partial<EventBridgeOptions> = {},
  ) {
    const reached: { arn: string; body: string; attributes: Readonly<Record<string, string>> | undefined }[] = [];
    const send: Send = async (arn, body, attributes) => {
      if (arn === queue && attempts++ < failures) throw new Error('the queue is away');
      reached.push({ arn, body, attributes });
    };
    const sleep = async (milliseconds: number) => {
      waits.push(milliseconds);
      clock += milliseconds;
    };
    local = await running({
      rules: [rule({ targets: [target(targets)] })],
      send,
      sleep,
      now: () => clock,
      random: () => 0,
      ...options,
    });
    return reached;
  }

  async function put() {
    const Entries = [{ Source: 'shop', DetailType: 'order', Detail: '{"id":1}' }];
    const { Entries: [result] = [] } = await local.client.send(new PutEventsCommand({ Entries }));
    return result?.EventId;
  }

  it('is tried again, after waits that grow', async () => {
    const reached = await start({}, 4);
    await put();
    await local.bridge.idle();
    assert.equal(onlyOne(reached).arn, queue);
    assert.deepEqual(waits, [500, 1000, 2000, 4000]);
  });

  it('does not hold up the answer of PutEvents', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await start({}, 0, { send: () => held });
    let idle = false;
    assert.ok(await put());
    const quiet = local.bridge.idle().then(() => {
      idle = true;
    });
    await turn();
    assert.equal(idle, false);
    release();
    await quiet;
  });

  it('ends in the dead-letter queue after the retries of the policy', async () => {
    const retryPolicy = { maximumRetryAttempts: 2, maximumEventAgeInSeconds: 86_400 };
    const reached = await start(
      { retryPolicy, deadLetterArn: deadLetters, input: '{"other":true}' },
      Number.POSITIVE_INFINITY,
    );
    const id = await put();
    await local.bridge.idle();
    const { arn, body, attributes } = onlyOne(reached);
    assert.equal(attempts, 3);
    assert.equal(arn, deadLetters);
    assert.deepEqual([JSON.parse(body).id, JSON.parse(body).detail], [id, { id: 1 }]);
    assert.deepEqual(attributes, {
      RULE_ARN: 'arn:aws:events:eu-west-1:000000000000:rule/default/all',
      TARGET_ARN: queue,
      ERROR_CODE: 'ERROR_FROM_TARGET',
      ERROR_MESSAGE: 'the queue is away',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
    });
  });

  it('ends in the dead-letter queue at the age of the policy', async () => {
    const retryPolicy = { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 60 };
    const reached = await start({ retryPolicy, deadLetterArn: deadLetters }, Number.POSITIVE_INFINITY);
    await put();
    await local.bridge.idle();
    assert.equal(onlyOne(reached).attributes?.EXHAUSTED_RETRY_CONDITION, 'MaximumEventAgeInSeconds');
    assert.equal(
      waits.reduce((sum, wait) => sum + wait, 0),
      60_000,
    );
  });

  it('is not tried again where no retry can help', async () => {
    const gone: Send = async (arn, body, attributes) => {
      if (arn === queue) throw new PermanentFailure('NO_RESOURCE', 'there is no such queue');
      local.sent.push({ arn, body, attributes });
    };
    await start({ deadLetterArn: deadLetters }, 0, { send: gone });
    await put();
    await local.bridge.idle();
    const { attributes } = onlyOne(local.sent);
    assert.equal(attributes?.ERROR_CODE, 'NO_RESOURCE');
    assert.equal(attributes?.RETRY_ATTEMPTS, '0');
    assert.equal(attributes?.EXHAUSTED_RETRY_CONDITION, undefined);
    assert.deepEqual(waits, []);
  });

  it('is warned of when there is no dead-letter queue', async () => {
    const reached = await start({ retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }, 1);
    const id = await put();
    await local.bridge.idle();
    assert.deepEqual(reached, []);
    assert.match(onlyOne(local.warnings), new RegExp(`rule all: event ${id} .*the queue is away.*is dropped`));
  });

  it('is warned of when the dead-letter queue fails too', async () => {
    const retryPolicy = { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 };
    const send = () => Promise.reject(new Error('all is away'));
    await start({ retryPolicy, deadLetterArn: deadLetters }, 0, { send });
    await put();
    await local.bridge.idle();
    assert.match(onlyOne(local.warnings), /nor its dead-letter queue .*all is away/);
  });

  it('is given up when the local run closes', async () => {
    let aborted = false;
    const sleep = (_milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          reject(signal.reason);
        });
      });
    const reached = await start({ deadLetterArn: deadLetters }, Number.POSITIVE_INFINITY, { sleep });
    await put();
    await turn();
    await local.bridge.close();
    assert.equal(aborted, true);
    assert.deepEqual(reached, []);
  });

  it('of one target does not wait for another', async () => {
    const other = `${queue}-2`;
    const failing: Send = async (arn, body) => {
      if (arn === queue) throw new Error('away');
      local.sent.push({ arn, body });
    };
    const forever = (_milliseconds: number, signal: AbortSignal) =>
      new Promise<void>((_resolve, reject) => signal.addEventListener('abort', reject));
    const targets = [target(), target({ id: 'second', arn: other })];
    await start({}, 0, { send: failing, sleep: forever, rules: [rule({ targets })] });
    await put();
    await turn();
    assert.equal(onlyOne(local.sent).arn, other);
  });
});
