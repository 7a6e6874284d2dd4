import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { receivedAt } from '../harness/deliveries.ts';
import { sourceOf } from './source-of-scheme.ts';

describe('handler of other schemes', () => {
  it("says the sender's own id, and that it is signed, beside the signed time", async () => {
    const { deliver, metadata } = sourceOf('standard-webhooks');

    await deliver();

    const [{ senderId, senderIdSigned, sentAt, eventType }] = metadata();
    assert.match(senderId, /^msg_/);
    assert.deepEqual(
      { senderIdSigned, sentAt, eventType },
      { senderIdSigned: true, sentAt: '2026-01-01T00:00:00.000Z', eventType: 'invoice.paid' },
    );
  });

  it('takes a header by its other name, such as those of Events of Shopify', async () => {
    const { deliver, secret, metadata, entries } = sourceOf('shopify');
    const body = '{"id":1}';
    const names = ['hmac-sha256', 'topic', 'webhook-id', 'triggered-at'].map((name) => [
      `x-shopify-${name}`,
      undefined,
    ]);
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    const events = { 'shopify-hmac-sha256': signature, 'shopify-topic': 'Product', 'shopify-webhook-id': 'one' };

    await deliver({ headers: { ...Object.fromEntries(names), ...events }, body });

    assert.equal(entries[0]?.DetailType, 'Product');
    assert.equal(metadata()[0].senderId, 'one');
  });

  it('says no time where none is signed, and of an id in a header that it is not signed', async () => {
    const { deliver, metadata, telemetry } = sourceOf('github');

    await deliver({ headers: { 'x-github-delivery': 'one' } });

    const [{ senderId, senderIdSigned, eventType, ...rest }] = metadata();
    assert.deepEqual(
      { senderId, senderIdSigned, eventType },
      { senderId: 'one', senderIdSigned: false, eventType: 'issues' },
    );
    assert.equal('sentAt' in rest, false);
    assert.equal(telemetry.records[0]?.ageMs, undefined);
  });

  it('has no id of the sender where the header is longer than any, or is missing', async () => {
    const { deliver, metadata } = sourceOf('github');

    await deliver({ headers: { 'x-github-delivery': 'x'.repeat(257) }, body: '{"n":1}' });
    await deliver({ headers: { 'x-github-delivery': undefined }, body: '{"n":2}' });

    assert.deepEqual(
      metadata().map(({ senderId }) => senderId),
      [undefined, undefined],
    );
  });

  it('has no id that is longer than any in the body', async () => {
    const { deliver, metadata } = sourceOf('stripe');

    await deliver({ body: JSON.stringify({ id: 'x'.repeat(257), type: 'a' }) });

    assert.deepEqual(metadata()[0].senderId, undefined);
  });

  it('publishes an array as it came, to its line break', async () => {
    const { deliver, entries } = sourceOf('sendgrid');
    const body = '[ {"event":"open", "n":1.10},\n {"event":"click"} ]\r\n';

    assert.equal((await deliver({ body })).statusCode, 200);

    assert.equal(entries[0]?.DetailType, 'events');
    assert(entries[0]?.Detail?.endsWith(`"data":${body}}`));
  });

  it('refuses an array where the sender has none, and JSON that is neither', async () => {
    for (const [scheme, body] of [
      ['stripe', '[]'],
      ['svix', '1'],
      ['svix', 'null'],
    ] as const) {
      const { deliver, telemetry } = sourceOf(scheme);

      assert.equal((await deliver({ body })).statusCode, 400);
      assert.equal(telemetry.records[0]?.reason, 'not-an-object');
    }
  });

  it('names the field or header that is missing to an event type', async () => {
    const missing = [
      ['pagerduty', '{"event":{"id":"1"}}', 'event.event_type'],
      ['pagerduty', '{"event":null}', 'event.event_type'],
      ['stripe', '{"type":""}', 'type'],
      ['atlassian', '{}', 'x-event-key'],
      ['linear', '{"type":"Issue"}', 'webhookTimestamp'],
    ] as const;
    for (const [scheme, body, field] of missing) {
      const { deliver, telemetry } = sourceOf(scheme);

      assert.equal((await deliver({ body })).statusCode, 400);
      assert.equal(telemetry.records[0]?.missingField, field);
    }
  });

  it('takes an event type from a header, or one of its own, where the body says none', async () => {
    const bitbucket = sourceOf('atlassian');
    await bitbucket.deliver({ headers: { 'x-event-key': 'repo:push' }, body: '{}' });
    assert.equal(bitbucket.entries[0]?.DetailType, 'repo:push');

    const zendesk = sourceOf('zendesk');
    await zendesk.deliver({ body: '{"ticket":1}' });
    assert.equal(zendesk.entries[0]?.DetailType, 'webhook');
  });

  it('takes two bodies of one signed id for one delivery, and one body under two for two', async () => {
    const stripe = sourceOf('stripe');
    await stripe.deliver({ body: '{"id":"evt_1","type":"a","n":1}' });
    await stripe.deliver({ body: '{"id":"evt_1","type":"a","n":2}' });
    assert.deepEqual(
      stripe.telemetry.records.map(({ outcome }) => outcome),
      ['published', 'duplicate'],
    );

    const standard = sourceOf('standard-webhooks');
    await standard.deliver({ body: '{"type":"ping"}' });
    await standard.deliver({ body: '{"type":"ping"}' });
    assert.deepEqual(
      standard.telemetry.records.map(({ outcome }) => outcome),
      ['published', 'published'],
    );
  });

  it('holds to the tolerance of the sender, and to that of the source instead', async () => {
    const sentAt = receivedAt - 120_000;

    assert.equal((await sourceOf('stripe').deliver({ sentAt })).statusCode, 200);
    assert.equal((await sourceOf('stripe', { freshnessSeconds: 120 }).deliver({ sentAt })).statusCode, 403);
    assert.equal((await sourceOf('zendesk').deliver({ sentAt })).statusCode, 403);
    assert.equal((await sourceOf('zendesk', { freshnessSeconds: 121 }).deliver({ sentAt })).statusCode, 200);
  });
});
