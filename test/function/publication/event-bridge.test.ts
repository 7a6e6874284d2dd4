import assert from 'node:assert/strict';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ColdStart } from '../../../function/init/cold-start.ts';
import { warmUp } from '../../../function/init/warm-up.ts';
import { type EventBridge, resolvedOnce } from '../../../function/publication/event-bridge.ts';
import { until } from '../../until.ts';
import { type AwsServer, clientSettings, entryAccepted, startAws } from '../harness/aws-server.ts';
import { configuration } from '../harness/deliveries.ts';

describe('event bridge', () => {
  let aws: AwsServer;
  let client: EventBridgeClient;
  let eventBridge: EventBridge;
  let resolved: number;

  beforeEach(async () => {
    aws = await startAws();
    aws.answer('PutEvents', entryAccepted);
    // As function/assembly.ts has it.
    client = new EventBridgeClient({ ...clientSettings(aws), maxAttempts: 1 });
    eventBridge = resolvedOnce(client);
    resolved = 0;
  });
  afterEach(async () => {
    client.destroy();
    await aws.close();
  });

  /** A command that says when its way through the middleware is looked up. */
  function command(Detail = '{}'): PutEventsCommand {
    const counted = new PutEventsCommand({ Entries: [{ Detail }] });
    const resolve = counted.resolveMiddleware.bind(counted);
    counted.resolveMiddleware = (...parameters) => {
      resolved += 1;
      return resolve(...parameters);
    };
    return counted;
  }

  const put = (abortSignal = new AbortController().signal, detail?: string) =>
    eventBridge.send(command(detail), { abortSignal });

  it('resolves the middleware for the first call alone', async () => {
    for (let count = 0; count < 3; count += 1) await put();

    assert.equal(resolved, 1);
    assert.equal(aws.requests('PutEvents').length, 3);
  });

  it('resolves it once more for a warm-up, whose way is its own', async () => {
    const sources = configuration.sources.slice(0, 1);
    const secrets = { active: async () => [], refreshed: async () => 'unchanged' as const };
    const parts = { configuration: { ...configuration, sources }, secrets, coldStart: new ColdStart() };

    await warmUp({ ...parts, eventBridge: client });
    await sleep(20);
    await turn();
    await put();
    await put();

    assert.equal(resolved, 1);
    assert.deepEqual(
      aws.requests().map(({ operation, connection }) => [operation, connection]),
      [
        ['connect', 1],
        ['PutEvents', 1],
        ['PutEvents', 1],
      ],
    );
  });

  it('sends what each command holds', async () => {
    for (const detail of ['{"n":1}', '{"n":2}']) await put(undefined, detail);

    assert.deepEqual(
      aws.requests('PutEvents').map(({ input }) => input.Entries),
      [[{ Detail: '{"n":1}' }], [{ Detail: '{"n":2}' }]],
    );
  });

  it('makes each request anew: an id of its own, and otherwise the same headers', async () => {
    for (let count = 0; count < 3; count += 1) await put();

    const headers = aws.requests('PutEvents').map(({ headers }) => headers);
    assert.equal(new Set(headers.map((header) => header['amz-sdk-invocation-id'])).size, 3);
    assert.equal(new Set(headers.map((header) => header['user-agent'])).size, 1);
    assert.equal(new Set(headers.map((header) => Object.keys(header).sort().join())).size, 1);
  });

  const arrived = (count: number) => until(() => aws.requests('PutEvents').length >= count);

  it('breaks a call off at its own signal, and not the one after', async () => {
    aws.answer('PutEvents', { never: true }, entryAccepted);
    const first = new AbortController();
    const call = put(first.signal);
    await arrived(1);
    first.abort();

    await assert.rejects(call, { name: 'AbortError' });
    const { Entries } = await put();

    assert.equal(Entries?.[0]?.EventId, 'event-1');
  });

  it('does not break a call off at the signal of one before', async () => {
    const held = Promise.withResolvers<void>();
    aws.answer('PutEvents', entryAccepted, { ...entryAccepted, when: held.promise });
    const first = new AbortController();
    await put(first.signal);
    const call = put();
    await arrived(2);
    first.abort();
    held.resolve();

    assert.equal((await call).Entries?.[0]?.EventId, 'event-1');
  });

  it('does not begin a call whose signal has already been given', async () => {
    await put();

    await assert.rejects(put(AbortSignal.abort()), { name: 'AbortError' });

    assert.equal(aws.requests('PutEvents').length, 1);
  });
});
