import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ColdStart } from '../../../function/cold-start.ts';
import { type EventBridge, resolvedOnce } from '../../../function/publication/resolved-once.ts';
import { warmUp } from '../../../function/warm-up.ts';
import { type AwsServer, clientSettings, entryAccepted, startAws } from '../aws-server.ts';
import { configuration } from '../deliveries.ts';

describe('resolved once', () => {
  let aws: AwsServer;
  let client: EventBridgeClient;
  let eventBridge: EventBridge;
  let resolved: number;

  beforeEach(async () => {
    aws = await startAws();
    aws.answer('PutEvents', entryAccepted);
    // As function/assembly.ts has it.
    client = new EventBridgeClient({ ...clientSettings(aws), cacheMiddleware: true });
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

  const put = (abortSignal = new AbortController().signal, detail?: string, retrySignal = abortSignal) =>
    eventBridge.send(command(detail), { abortSignal, retrySignal });

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

  it('breaks a call off at its own signal, and not the one after', async () => {
    aws.answer('PutEvents', { never: true }, { ...entryAccepted, afterMs: 80 });
    const first = new AbortController();
    const call = put(first.signal);
    setTimeout(() => first.abort(), 30);

    await assert.rejects(call, { name: 'AbortError' });
    const { Entries } = await put();

    assert.equal(Entries?.[0]?.EventId, 'event-1');
  });

  it('does not break a call off at the signal of one before', async () => {
    aws.answer('PutEvents', entryAccepted, { ...entryAccepted, afterMs: 60 });
    const first = new AbortController();
    await put(first.signal);
    setTimeout(() => first.abort(), 20);

    assert.equal((await put()).Entries?.[0]?.EventId, 'event-1');
  });

  it('does not begin a call whose signal has already been given', async () => {
    await put();

    await assert.rejects(put(AbortSignal.abort()), { name: 'AbortError' });

    assert.equal(aws.requests('PutEvents').length, 1);
  });

  it('waits for the answer to a try that was begun, when there is to be no other', async () => {
    aws.answer('PutEvents', { ...entryAccepted, afterMs: 80 });

    const { Entries } = await put(new AbortController().signal, '{}', AbortSignal.timeout(20));

    assert.equal(Entries?.[0]?.EventId, 'event-1');
  });

  it('makes no other try when there is to be none', async () => {
    aws.answer('PutEvents', { error: 'ThrottlingException', retryAfter: 1 }, entryAccepted);

    await assert.rejects(put(new AbortController().signal, '{}', AbortSignal.timeout(50)), { name: 'AbortError' });

    await sleep(1_200);
    assert.equal(aws.requests('PutEvents').length, 1);
  });

  it('breaks off a wait for another try, and then tries no more', async () => {
    aws.answer('PutEvents', { error: 'ThrottlingException', retryAfter: 1 }, entryAccepted);
    const started = performance.now();

    await assert.rejects(put(AbortSignal.timeout(100)), { name: 'AbortError' });

    const tookMs = performance.now() - started;
    assert.ok(tookMs < 600, `${tookMs} ms`);
    await sleep(1_200);
    assert.equal(aws.requests('PutEvents').length, 1);
  });
});
