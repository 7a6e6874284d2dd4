import assert from 'node:assert/strict';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { AwsError } from '../../../local/aws/aws-error.ts';
import { PermanentFailure } from '../../../local/aws/eventbridge/delivery/send.ts';
import { createEventBridge } from '../../../local/aws/eventbridge/eventbridge.ts';
import { ConnectionLost, createFaults, type Fault, type Faults } from '../../../local/aws/faults.ts';
import { operation, type Service } from '../../../local/aws/service.ts';
import { rule } from './eventbridge/running.ts';
import { type Listening, listening } from './sqs/listening.ts';

describe('an injected fault', () => {
  let injected: Faults;
  let endpoint: Listening;
  let done: string[];

  beforeEach(async () => {
    injected = createFaults();
    done = [];
    const doing = (name: string) =>
      operation(z.object({}), () => {
        done.push(name);
        return { done: name };
      });
    const service = (target: string): Service => ({
      target,
      invalidInput: 'ValidationException',
      operations: { Read: doing(`${target}.Read`), Write: doing(`${target}.Write`) },
    });
    endpoint = await listening([service('Books'), service('Films')].map(injected.wrapService));
  });
  afterEach(() => endpoint.close());

  const post = (target: string) =>
    fetch(endpoint.url, { method: 'POST', headers: { 'x-amz-target': target }, body: '{}' });
  const inject = (fault: Fault) => injected.inject({ service: 'Books', operation: 'Write', fault });

  it('refuses with its status and code, and nothing is done', async () => {
    inject({ kind: 'refuse', status: 503, code: 'Closed' });

    const answer = await post('Books.Write');

    assert.deepEqual([answer.status, answer.headers.get('x-amzn-errortype'), done], [503, 'Closed', []]);
  });

  it('meets only the operation it names, of its service', async () => {
    inject({ kind: 'refuse', status: 503, code: 'Closed' });

    const answers = [await post('Books.Read'), await post('Films.Write')];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [200, 200],
    );
  });

  it('meets every operation of its service when it names none', async () => {
    injected.inject({ service: 'Books', fault: { kind: 'refuse', status: 503, code: 'Closed' } });

    const answers = [await post('Books.Read'), await post('Books.Write'), await post('Films.Read')];

    assert.deepEqual(
      answers.map(({ status }) => status),
      [503, 503, 200],
    );
  });

  it('acts until it is ended', async () => {
    const end = inject({ kind: 'refuse', status: 503, code: 'Closed' });
    end();

    assert.equal((await post('Books.Write')).status, 200);
  });

  it('answers late, once it is done', async () => {
    inject({ kind: 'slow', milliseconds: 200 });
    const began = performance.now();

    const answer = await post('Books.Write');

    assert.deepEqual([answer.status, done], [200, ['Books.Write']]);
    assert(performance.now() - began >= 199);
  });

  it('does nothing for a caller that has gone before its slow answer', async () => {
    inject({ kind: 'slow', milliseconds: 30_000 });
    const gone = new AbortController();
    const write = injected.wrapOperation('Books', 'Write', async () => ({ done: done.push('Books.Write') }));

    const answer = write({}, gone.signal);
    gone.abort();

    await assert.rejects(async () => answer, ConnectionLost);
    assert.deepEqual(done, []);
  });

  it('loses the connection with not a byte of an answer, and nothing is done', async () => {
    inject({ kind: 'unreachable' });

    await assert.rejects(post('Books.Write'), TypeError);
    assert.deepEqual(done, []);
  });

  it('cuts the answer after its status and a part of its body, when all is done', async () => {
    inject({ kind: 'cut' });

    const answer = await post('Books.Write');
    const part = await answer.body?.getReader().read();

    assert.deepEqual([answer.status, done], [200, ['Books.Write']]);
    assert.equal(new TextDecoder().decode(part?.value), '{"done":"Bo');
    await assert.rejects((await post('Books.Write')).text(), TypeError);
  });

  it('acts inside another when both meet the same call', async () => {
    inject({ kind: 'cut' });
    inject({ kind: 'slow', milliseconds: 100 });
    const began = performance.now();

    await assert.rejects((await post('Books.Write')).text(), TypeError);

    assert(performance.now() - began >= 99);
  });

  it('meets a caller inside this process as well', async () => {
    const write = injected.wrapOperation('Books', 'Write', async () => ({ done: true }));
    assert.deepEqual(await write({}), { done: true });

    const end = inject({ kind: 'cut' });
    await assert.rejects(async () => write({}), new ConnectionLost({ done: true }));
    end();
    inject({ kind: 'refuse', status: 400, code: 'ThrottlingException' });
    await assert.rejects(async () => write({}), { code: 'ThrottlingException', status: 400 });
  });

  describe('of some entries', () => {
    async function put(share: number, calls: number, entriesEach: number) {
      const bus: string[] = [];
      const bridge = createEventBridge({
        region: 'us-east-1',
        account: '000000000000',
        buses: [],
        rules: [rule()],
        send: async (_, event) => void bus.push(JSON.parse(event).detail.n),
        warn: assert.fail,
      });
      await using local = await disposable(listening([injected.wrapService(bridge.service)]));
      const client = new EventBridgeClient(local.client);
      injected.inject({
        service: 'AWSEvents',
        operation: 'PutEvents',
        fault: { kind: 'entries', share, code: 'InternalFailure' },
      });
      const answers = [];
      for (let call = 0; call < calls; call += 1) {
        const Entries = Array.from({ length: entriesEach }, (_, n) => ({
          Source: 'shop',
          DetailType: 'order',
          Detail: JSON.stringify({ n: `${call}.${n}` }),
        }));
        answers.push(await client.send(new PutEventsCommand({ Entries })));
      }
      await bridge.idle();
      client.destroy();
      const taken = answers.flatMap(({ Entries = [] }, call) =>
        Entries.flatMap(({ EventId }, n) => (EventId ? [`${call}.${n}`] : [])),
      );
      return { answers, taken, bus };
    }

    it('refuses its share of them, and puts exactly the others on the bus', async () => {
      const { answers, taken, bus } = await put(0.5, 40, 5);

      assert.deepEqual(bus.toSorted(), taken.toSorted());
      assert(taken.length > 70 && taken.length < 130, `${taken.length} of 200 were taken`);
      for (const { FailedEntryCount, Entries = [] } of answers) {
        const refused = Entries.filter(({ ErrorCode }) => ErrorCode === 'InternalFailure');
        assert.equal(FailedEntryCount, refused.length);
        assert.equal(Entries.length, 5);
      }
    });

    it('chooses the same in every run', async () => {
      const first = await put(0.5, 10, 3);
      injected = createFaults();
      const second = await put(0.5, 10, 3);

      assert.deepEqual(first.taken, second.taken);
    });

    it('refuses all or none when told so', async () => {
      assert.equal((await put(1, 3, 2)).bus.length, 0);
      injected = createFaults();
      assert.equal((await put(0, 3, 2)).bus.length, 6);
    });
  });

  describe('of a target of a rule', () => {
    const send = () => injected.wrapDelivery(async (arn) => void done.push(arn));

    it('keeps events from that target alone', async () => {
      injected.inject({ target: 'arn:queue', fault: { kind: 'refuse', status: 500, code: 'InternalFailure' } });

      await assert.rejects(send()('arn:queue', '{}'), AwsError);
      await send()('arn:other', '{}');

      assert.deepEqual(done, ['arn:other']);
    });

    it('is none to try again when it refuses below 500', async () => {
      injected.inject({ target: 'arn:queue', fault: { kind: 'refuse', status: 403, code: 'AccessDenied' } });

      await assert.rejects(send()('arn:queue', '{}'), PermanentFailure);
    });
  });
});

async function disposable(listening: Promise<Listening>): Promise<Listening & AsyncDisposable> {
  const running = await listening;
  return { ...running, [Symbol.asyncDispose]: () => running.close() };
}
