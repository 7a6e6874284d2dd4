import assert from 'node:assert/strict';
import { readPayload } from '../../../function/delivery/payload.ts';
import { wrongForm } from '../../../tools/secret-form.ts';
import { newSecret, onlyVerifies, schemes } from '../../../tools/senders.ts';
import { mark, markedBody, newRun } from '../../../tools/verify/events/marking.ts';
import { cannotSign, testDelivery, testEvent } from '../../../tools/verify/events/test-delivery.ts';
import { address, schemeOf, verifyBy } from '../../function/sources/deliveries-of-schemes.ts';

const run = newRun();

for (const name of schemes) {
  describe(`a test delivery of ${name}`, () => {
    const scheme = schemeOf(name);
    const secret = newSecret(name);
    const source = { name: 'shop', scheme: name, secretId: 'shop' };

    it('is signed, bears the mark, and becomes the event that its rules were asked about', async () => {
      const delivery = testDelivery(source, secret, address, run);
      assert.equal(await verifyBy(scheme, delivery, [secret]), 'verified');
      const reading = readPayload(scheme, { ...delivery, secret }, Date.now(), 5_000);
      assert(reading.ok, JSON.stringify(reading));

      const event = testEvent(source, delivery);
      assert.deepEqual([event.source, event.detailType], ['webhook.shop', reading.eventType]);
      if (!('always' in scheme.eventType)) assert.match(reading.eventType, new RegExp(`^${mark}(#${mark})?$`));
      const { data } = JSON.parse(event.detail);
      for (const one of [data].flat()) assert.equal(one[mark], run);
    });

    it('can be sent with a secret such as its sender shows, which has the right form', () => {
      assert.equal(cannotSign(source, secret), undefined);
      assert.equal(wrongForm(scheme, secret), undefined);
      assert.equal(wrongForm(scheme, `${secret}\n`), 'white space around it');
      assert.equal(wrongForm(scheme, `"${secret}"`), 'quotes around it');
      assert.equal(wrongForm(scheme, JSON.stringify({ secret })), 'JSON around it');
    });
  });
}

describe('a test delivery', () => {
  it('is not sent where the sender keeps the key', () => {
    const shown =
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==';
    assert(onlyVerifies('sendgrid', shown));
    assert.match(cannotSign({ name: 'a', scheme: 'sendgrid', secretId: 'a' }, shown) ?? '', /^sendgrid keeps the key/);
    const acme = { ...schemeOf('sendgrid'), name: 'acme' };
    const own = { name: 'a', scheme: 'acme', description: acme, secretId: 'a' };
    assert.match(cannotSign(own, shown) ?? '', /^acme keeps the key/);
    assert.equal(cannotSign(own, newSecret(acme)), undefined);
  });

  it('of a form has the mark as a field', () => {
    const body = markedBody(Buffer.from('MessageStatus=sent&To=%2B1'), schemeOf('twilio'), run);
    assert.equal(body.toString(), `MessageStatus=${mark}&To=%2B1&${mark}=${run}`);
  });
});

describe('the form of a secret', () => {
  it('is that of one of the methods of its scheme', () => {
    assert.equal(
      wrongForm(schemeOf('sendgrid'), 'AAAA'),
      'not a public key; it wants a public key (prime256v1) in base64',
    );
    assert.equal(
      wrongForm(schemeOf('standard-webhooks'), 'secret'),
      'wrong prefix; it wants whsec_ with base64 behind it, or whpk_ with a public key (ed25519) in base64 behind it',
    );
  });
});
