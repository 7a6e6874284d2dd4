import assert from 'node:assert/strict';
import { readPayload } from '../../../function/delivery/payload.ts';
import { readSample } from '../../../tools/senders/samples.ts';
import { deliveryOf, newSecret, sampleEvents, sampleName, schemes } from '../../../tools/senders.ts';
import { address, schemeOf, verifyBy } from '../../function/sources/deliveries-of-schemes.ts';

const now = Date.parse('2026-07-10T12:00:00.250Z');

for (const name of schemes) {
  describe(`the samples of ${name}`, () => {
    const scheme = schemeOf(name);
    const secret = newSecret(name);

    it('are there', () => assert.notDeepEqual(sampleEvents(name), []));

    for (const event of sampleEvents(name)) {
      it(`has ${event}: verified, read, and of the type that its file is named by`, async () => {
        const delivery = deliveryOf(name, secret, Date.now(), address, { event });
        assert.equal(await verifyBy(scheme, delivery, [secret]), 'verified');

        const reading = readPayload(scheme, { ...delivery, secret }, Date.now(), 5_000);
        assert(reading.ok, JSON.stringify(reading));
        if (!('always' in scheme.eventType)) assert.equal(sampleName(reading.eventType), event);
      });

      it(`sends ${event} as another delivery each time`, () => {
        const [one, other] = [
          deliveryOf(name, secret, now, address, { event }),
          deliveryOf(name, secret, now, address, { event }),
        ];
        assert.notDeepEqual(one.body, other.body);
        assert.equal(one.body.length, other.body.length);
      });
    }
  });
}

describe('a sample', () => {
  it('has ids of the same look and times of now, and all else as it stands', () => {
    const [one, other] = [1, 2].map(() => JSON.parse(readSample('stripe', 'invoice.paid').body(now).toString()));
    const { id, created, data, ...rest } = one;
    assert.match(id, /^evt_[1-9][A-Za-z0-9]{23}$/);
    assert.match(data.object.id, /^in_[A-Za-z0-9]{24}$/);
    assert.equal(created, 1_783_684_800);
    assert.equal(data.object.amount_paid, 5990);
    assert.deepEqual(rest, without(other));
  });

  it('keeps what is hexadecimal so, and a number a number', () => {
    const push = JSON.parse(readSample('github', 'push').body(now).toString());
    assert.match(push.head_commit.id, /^[\da-f]{40}$/);
    const issues = JSON.parse(readSample('github', 'issues').body(now).toString());
    assert.match(String(issues.issue.id), /^\d{10}$/);
  });

  it('is that of the event, or the first, and says which there are', () => {
    const typeOf = (event?: string) =>
      deliveryOf('shopify', 'secret', now, address, { event }).headers['x-shopify-topic'];
    assert.deepEqual(
      [typeOf(), typeOf('orders/create'), typeOf('orders-create')],
      ['app/uninstalled', 'orders/create', 'orders/create'],
    );
    assert.throws(() => typeOf('carts/update'), {
      message: 'there is no sample of "carts/update" of shopify; there are app-uninstalled, orders-create',
    });
  });

  it('gives its headers to bytes of somebody else', () => {
    const body = Buffer.from('{"a": 1.10}\r\n');
    const delivery = deliveryOf('github', 'secret', now, address, { event: 'push', body });
    assert.equal(delivery.body, body);
    assert.equal(delivery.headers['x-github-event'], 'push');
    const typeOf = (event?: string) =>
      deliveryOf('slack', 'secret', now, address, { event, body }).headers['content-type'];
    assert.deepEqual([typeOf('/deploy'), typeOf()], ['application/x-www-form-urlencoded', 'application/json']);
  });
});

function without({ id: _, created: __, data: ___, ...rest }: Readonly<Record<string, unknown>>) {
  return rest;
}
