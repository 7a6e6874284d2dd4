import assert from 'node:assert/strict';
import { DescribeArchiveCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { ArchiveDeclaration } from '../../../../local/aws/eventbridge/archive/archive.ts';
import { createEventBridge } from '../../../../local/aws/eventbridge/eventbridge.ts';
import { origin, type Running, running } from './running.ts';

const orders = { name: 'orders', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders' };
const archive = (changes: Partial<ArchiveDeclaration> = {}): ArchiveDeclaration => ({
  name: 'orders',
  arn: `arn:aws:events:eu-west-1:000000000000:archive/${changes.name ?? 'orders'}`,
  description: 'Every order',
  eventSourceArn: orders.arn,
  retentionDays: 2,
  ...changes,
});

describe('an archive', () => {
  const start = Date.parse('2026-07-10T12:00:00Z');
  let now: number;
  let local: Running;
  beforeEach(async () => {
    now = start;
    local = await running({
      buses: [orders],
      archives: [archive(), archive({ name: 'placed', pattern: '{"detail-type":["placed"]}', retentionDays: 0 })],
      archiveBounds: { events: 3, bytes: 2_000 },
      now: () => now,
    });
  });
  afterEach(() => local.stop());

  const put = (DetailType = 'placed', more: object = {}) =>
    local.client.send(
      new PutEventsCommand({
        Entries: [{ EventBusName: 'orders', Source: 'shop', DetailType, Detail: '{}', ...more }],
      }),
    );
  const describe = (ArchiveName: string) => local.client.send(new DescribeArchiveCommand({ ArchiveName }));
  const count = async (name: string) => (await describe(name)).EventCount;

  it('keeps the events of its bus that match its pattern', async () => {
    await put('placed');
    await put('paid');
    await put('placed', { EventBusName: 'default' });
    assert.deepEqual([await count('orders'), await count('placed')], [2, 1]);
  });

  it('is described with what it holds', async () => {
    await put('placed', { Detail: '{"é":1}' });
    const { $metadata, SizeBytes, ...described } = await describe('orders');
    assert.deepEqual(described, {
      ArchiveName: 'orders',
      ArchiveArn: 'arn:aws:events:eu-west-1:000000000000:archive/orders',
      Description: 'Every order',
      EventSourceArn: orders.arn,
      State: 'ENABLED',
      RetentionDays: 2,
      EventCount: 1,
      CreationTime: new Date(start),
    });
    const text = `{"version":"0","id":"","detail-type":"placed","source":"shop","account":"000000000000","time":"2026-07-10T12:00:00Z","region":"eu-west-1","resources":[],"detail":{"é":1}}`;
    assert.equal(SizeBytes, Buffer.byteLength(text) + 36);
    assert.equal((await describe('placed')).EventPattern, '{"detail-type":["placed"]}');
  });

  it('forgets an event at the end of its retention, and none when it keeps them for good', async () => {
    await put();
    now += 2 * 86_400_000 - 1;
    assert.equal(await count('orders'), 1);
    now += 1;
    assert.deepEqual([await count('orders'), await count('placed')], [0, 1]);
  });

  it('drops its oldest event beyond its bounds and says so once', async () => {
    for (let n = 0; n < 5; n += 1) await put('paid');
    assert.equal(await count('orders'), 3);
    await put('paid', { Detail: JSON.stringify({ text: 'x'.repeat(1_500) }) });
    assert.equal(await count('orders'), 2);
    assert.deepEqual(local.warnings, [
      'archive orders is full: the local EventBridge keeps 3 events or 2000 bytes an archive and drops the oldest',
    ]);
  });

  it('that does not exist is said to', () =>
    assert.rejects(describe('x'), { name: 'ResourceNotFoundException', message: 'Archive x does not exist.' }));

  it('is refused of a bus that does not exist, and with a pattern that is not valid', () => {
    const given = { ...origin, buses: [orders], rules: [], send: async () => {}, warn: () => {} };
    assert.throws(() => createEventBridge({ ...given, archives: [archive({ eventSourceArn: 'gone' })] }), {
      code: 'ResourceNotFoundException',
      message: 'archive orders: Event bus gone does not exist.',
    });
    assert.throws(() => createEventBridge({ ...given, archives: [archive({ pattern: '[]' })] }), {
      code: 'InvalidEventPatternException',
      message: 'archive orders: Event pattern is not valid. Reason: Filter is not an object',
    });
  });
});
