import assert from 'node:assert/strict';
import { PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { onlyOne, type Running, rule, running } from './running.ts';

const order = { Source: 'shop', DetailType: 'order', Detail: '{"id":1}' };
const received = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

describe('PutEvents', () => {
  let local: Running;
  beforeEach(async () => {
    const buses = [{ name: 'orders', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders' }];
    const other = rule({ name: 'other', pattern: '{"source":["other"]}' });
    const off = rule({ name: 'off', enabled: false });
    const onOrders = rule({ name: 'on-orders', busName: 'orders' });
    local = await running({ buses, rules: [rule(), other, off, onOrders], now: () => received });
  });
  afterEach(() => local.stop());

  async function put(...Entries: PutEventsRequestEntry[]) {
    const { FailedEntryCount, Entries: results = [] } = await local.client.send(new PutEventsCommand({ Entries }));
    await local.bridge.idle();
    return { FailedEntryCount, results };
  }

  it('sends the event in its envelope to the targets of the enabled rules that match', async () => {
    const { FailedEntryCount, results } = await put({ ...order, Resources: ['r1', 'r2'] });
    const { body, attributes } = onlyOne(local.sent);
    assert.equal(FailedEntryCount, 0);
    assert.equal(attributes, undefined);
    assert.deepEqual(JSON.parse(body), {
      version: '0',
      id: onlyOne(results).EventId,
      'detail-type': 'order',
      source: 'shop',
      account: '000000000000',
      time: '2026-01-02T03:04:05Z',
      region: 'eu-west-1',
      resources: ['r1', 'r2'],
      detail: { id: 1 },
    });
  });

  it('takes the time of the entry, and a trace header', async () => {
    const Time = new Date('2025-12-31T23:59:59Z');
    await put({ ...order, Time, TraceHeader: 'Root=1-5759e988-bd862e3fe1be46a994272793' });
    assert.equal(JSON.parse(onlyOne(local.sent).body).time, '2025-12-31T23:59:59Z');
  });

  it('leaves the detail as it was written', async () => {
    const Detail = '{"id":1234567890123456789,"amount":1.10,"big":1e400,"2":"é","1":"\\u00e9"}';
    await put({ ...order, Detail });
    assert.ok(onlyOne(local.sent).body.endsWith(`"detail":${Detail}}`));
  });

  it('takes a bus by its name and by its ARN', async () => {
    await put(
      { ...order, EventBusName: 'orders', Detail: '{"by":"name"}' },
      { ...order, EventBusName: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders', Detail: '{"by":"arn"}' },
    );
    assert.deepEqual(
      local.sent.map(({ body }) => JSON.parse(body).detail.by),
      ['name', 'arn'],
    );
  });

  it('accepts an event for a bus that does not exist, and drops it', async () => {
    const { FailedEntryCount, results } = await put({ ...order, EventBusName: 'nowhere' });
    assert.equal(FailedEntryCount, 0);
    assert.match(onlyOne(results).EventId ?? '', /^[0-9a-f-]{36}$/);
    assert.deepEqual(local.sent, []);
    assert.match(onlyOne(local.warnings), /there is no event bus nowhere/);
  });

  const refusals: readonly (readonly [string, PutEventsRequestEntry, string, RegExp])[] = [
    [
      'without a source',
      { ...order, Source: undefined },
      'InvalidArgument',
      /^Parameter Source is not valid. Reason: Source is a required argument\.$/,
    ],
    [
      'without a detail type',
      { ...order, DetailType: undefined },
      'InvalidArgument',
      /DetailType is a required argument/,
    ],
    ['without a detail', { ...order, Detail: undefined }, 'InvalidArgument', /Detail is a required argument/],
    ['with a detail type of 129 characters', { ...order, DetailType: 'x'.repeat(129) }, 'InvalidArgument', /128/],
    [
      'with a source of AWS',
      { ...order, Source: 'aws.s3' },
      'NotAuthorizedForSourceException',
      /^Not authorized for the source\.$/,
    ],
    ['with a detail that is a string', { ...order, Detail: '"x"' }, 'MalformedDetail', /^Detail is malformed\.$/],
    ['with a detail that is an array', { ...order, Detail: '[{}]' }, 'MalformedDetail', /^Detail is malformed\.$/],
    [
      'with an integer of more than 64 bits',
      { ...order, Detail: '{"id":[-9223372036854775809]}' },
      'MalformedDetail',
      /^Detail is malformed\.$/,
    ],
    [
      'nested deeper than 1,000 levels',
      { ...order, Detail: `{"a":${'['.repeat(1_000)}${']'.repeat(1_000)}}` },
      'MalformedDetail',
      /^Detail is malformed\.$/,
    ],
    ['with a detail that is null', { ...order, Detail: 'null' }, 'MalformedDetail', /^Detail is malformed\.$/],
    ['with a detail that is not JSON', { ...order, Detail: '{"a":}' }, 'MalformedDetail', /^Detail is malformed\.$/],
    [
      'with a detail that closes the envelope',
      { ...order, Detail: '{}},{' },
      'MalformedDetail',
      /^Detail is malformed\.$/,
    ],
  ];
  for (const [what, entry, code, message] of refusals) {
    it(`refuses an entry ${what}, and takes the others`, async () => {
      const { FailedEntryCount, results } = await put(entry, order);
      assert.equal(FailedEntryCount, 1);
      assert.equal(results[0]?.ErrorCode, code);
      assert.match(results[0]?.ErrorMessage ?? '', message);
      assert.equal(results[0]?.EventId, undefined);
      assert.equal(JSON.parse(onlyOne(local.sent).body).id, results[1]?.EventId);
    });
  }

  it('takes the longest integers of 64 bits, any digits that are none, and 1,000 levels', async () => {
    const long = '9'.repeat(30);
    const numbers = `[9223372036854775807,-9223372036854775808,0.${long},${long}e5,1e-${long},"${long}"]`;
    const details = [`{"n":${numbers}}`, `{"a":${'['.repeat(999)}${']'.repeat(999)}}`];
    const { FailedEntryCount } = await put(...details.map((Detail) => ({ ...order, Detail })));
    assert.equal(FailedEntryCount, 0);
  });

  it('takes a detail type of 128 characters', async () => {
    assert.equal((await put({ ...order, DetailType: 'x'.repeat(128) })).FailedEntryCount, 0);
  });

  it('takes 10 entries and refuses none and 11', async () => {
    assert.equal((await put(...Array(10).fill(order))).FailedEntryCount, 0);
    await assert.rejects(put(), { name: 'ValidationException', message: /greater than or equal to 1/ });
    await assert.rejects(put(...Array(11).fill(order)), {
      name: 'ValidationException',
      message: /less than or equal to 10/,
    });
  });

  it('takes entries of 1 MB together and refuses a byte more', async () => {
    const overhead = order.Source.length + order.DetailType.length + '{"x":""}'.length;
    const detail = (bytes: number) => `{"x":"${'x'.repeat(bytes)}"}`;
    assert.equal((await put({ ...order, Detail: detail(1024 * 1024 - overhead) })).FailedEntryCount, 0);
    await assert.rejects(put({ ...order, Detail: detail(1024 * 1024 - overhead + 1) }), {
      name: 'ValidationException',
      message: 'Total size of the entries in the request is over the limit.',
    });
  });
});
