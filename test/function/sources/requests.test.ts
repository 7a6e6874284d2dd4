import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { jsonOfForm } from '../../../function/delivery/forms.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { signedUrl, sourceOf } from './source-of-scheme.ts';

const form = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };

describe('a form', () => {
  const read = (text: string) => jsonOfForm(Buffer.from(text))?.toString();

  it('becomes an object of texts, and of arrays where a field is there more than once', () => {
    assert.equal(read('a=1&b=two+words&c=%C3%A4&d=x%3Dy=z&e'), '{"a":"1","b":"two words","c":"ä","d":"x=y=z","e":""}');
    assert.equal(read('a=1&a=&a=3&&b=1'), '{"a":["1","","3"],"b":"1"}');
    assert.equal(read('__proto__=1&constructor=2'), '{"__proto__":"1","constructor":"2"}');
  });

  it('is none with an escape that is none, or that stands for what is not UTF-8', () => {
    assert.equal(read('a=%'), undefined);
    assert.equal(read('a=%FF'), undefined);
  });

  it('is published, with its event type from a field', async () => {
    const { deliver, entries } = sourceOf('slack');

    assert.equal((await deliver({ headers: form, body: 'command=%2Fdeploy&text=%F0%9F%9A%80+now' })).statusCode, 200);

    assert.equal(entries[0]?.DetailType, '/deploy');
    assert(entries[0]?.Detail?.endsWith('"data":{"command":"/deploy","text":"🚀 now"}}'));
  });

  it('is taken whatever its digits and brackets are, because each value is a text', async () => {
    const { deliver, entries } = sourceOf('slack');
    const body = `payload=${'['.repeat(100)}&n=${'9'.repeat(30)}`;

    assert.equal((await deliver({ headers: form, body })).statusCode, 200);
    assert.equal(entries[0]?.DetailType, 'interaction');
  });

  it('is refused when it is none, and where the sender sends none', async () => {
    const slack = sourceOf('slack');
    assert.equal((await slack.deliver({ headers: form, body: 'a=%FF' })).statusCode, 400);
    assert.equal(slack.telemetry.records[0]?.reason, 'invalid-json');

    assert.equal((await sourceOf('github').deliver({ headers: form, body: 'a=1' })).statusCode, 415);
  });

  it('is JSON unless its header says that it is a form', async () => {
    const { deliver, entries } = sourceOf('slack');

    await deliver({ headers: { 'content-type': undefined }, body: '{"command":"a=1"}' });

    assert.equal(entries[0]?.DetailType, 'a=1');
  });
});

describe('a signed address', () => {
  it('is that of the Function URL, with the query that was sent', async () => {
    const { deliver } = sourceOf('square');

    assert.equal((await deliver()).statusCode, 200);
    assert.equal((await deliver({ query: 'a=%20b' })).statusCode, 200);
    assert.equal((await deliver({ query: 'a=%20b', signedFor: signedUrl })).statusCode, 401);
  });

  it('is that of the settings, where the sender was given another', async () => {
    const url = 'https://hooks.example.com/square';
    const { deliver } = sourceOf('square', { url });

    assert.equal((await deliver({ signedFor: url })).statusCode, 200);
    assert.equal((await deliver({ signedFor: `${url}?a=1`, query: 'a=1' })).statusCode, 200);
    assert.equal((await deliver({ signedFor: signedUrl })).statusCode, 401);
  });

  it('loses the escapes that HubSpot takes out of it, and no others', async () => {
    const { deliver, secret } = sourceOf('hubspot');
    const body = '[]';
    const query = 'a=%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B%3a&b=%20%25%2B';
    const decoded = `${signedUrl}?a=:/?@!$'()*,;:&b=%20%25%2B`;
    const signature = createHmac('sha256', secret).update(`POST${decoded}${body}${receivedAt}`).digest('base64');

    assert.equal((await deliver({ query, body, headers: { 'x-hubspot-signature-v3': signature } })).statusCode, 200);
    assert.equal((await deliver({ body, headers: { 'x-hubspot-request-timestamp': undefined } })).statusCode, 401);
  });
});

describe('Twilio', () => {
  const digestOf = (body: string) => createHash('sha256').update(body).digest('hex');

  it('signs JSON by its digest in the query', async () => {
    const { deliver, secret } = sourceOf('twilio');
    const signed = (query: string, body: string) => {
      const signature = createHmac('sha1', secret).update(`${signedUrl}?${query}`).digest('base64');
      const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature };
      return deliver({ query, body, headers });
    };

    assert.equal((await signed(`bodySHA256=${digestOf('{"a":1}')}`, '{"a":1}')).statusCode, 204);
    assert.equal((await signed(`bodySHA256=${digestOf('{"a":1}')}`, '{"a":2}')).statusCode, 401);
  });

  it('signs nothing of JSON without that digest, which is so refused', async () => {
    const { deliver, secret } = sourceOf('twilio');
    const signature = createHmac('sha1', secret).update(signedUrl).digest('base64');
    const headers = { 'content-type': 'application/json', 'x-twilio-signature': signature };

    assert.equal((await deliver({ body: '{"a":1}', headers })).statusCode, 401);
  });

  it('signs the fields in the order of their names, each value once', async () => {
    const { deliver, secret } = sourceOf('twilio');
    const signature = createHmac('sha1', secret).update(`${signedUrl}a1a2b3`).digest('base64');
    const headers = { 'x-twilio-signature': signature };

    assert.equal((await deliver({ body: 'b=3&a=2&a=1&a=2', headers })).statusCode, 204);
  });

  it('says in the event that the body is not signed as it is', async () => {
    const { deliver, metadata } = sourceOf('twilio');

    await deliver();

    assert.equal(metadata()[0].bodySigned, false);
  });
});

describe('Adyen', () => {
  const item = { pspReference: 'psp', merchantAccountCode: 'shop', merchantReference: '7', eventCode: 'CAPTURE' };
  const payment = (change: object = {}, more: readonly object[] = []) => {
    const NotificationRequestItem = { ...item, amount: { value: 1, currency: 'EUR' }, success: 'true', ...change };
    return { notificationItems: [{ NotificationRequestItem }, ...more] };
  };

  async function deliver(text: string, change: object = {}, more: readonly object[] = []) {
    const source = sourceOf('adyen');
    const hmacSignature = createHmac('sha256', Buffer.from(source.secret, 'hex')).update(text).digest('base64');
    const body = JSON.stringify(payment({ additionalData: { hmacSignature }, ...change }, more));
    const { statusCode } = await source.deliver({ body, headers: { hmacsignature: undefined } });
    return { ...source, statusCode };
  }

  it('signs eight fields of a payment, and an event says that the rest is not signed', async () => {
    const { statusCode, entries, metadata } = await deliver('psp::shop:7:1:EUR:CAPTURE:true');

    assert.equal(statusCode, 200);
    assert.equal(entries[0]?.DetailType, 'CAPTURE');
    assert.equal(metadata()[0].bodySigned, false);
  });

  it('is refused with another value, one of another type, or a second item', async () => {
    for (const [change, more] of [
      [{ success: 'false' }, []],
      [{ success: true }, []],
      [{ amount: { value: 1.5, currency: 'EUR' } }, []],
      [{}, [{ NotificationRequestItem: item }]],
    ] as const) {
      assert.equal((await deliver('psp::shop:7:1:EUR:CAPTURE:true', change, more)).statusCode, 401);
    }
  });

  it('takes null for a field that is missing', async () => {
    assert.equal((await deliver('psp::shop:7:1:EUR:CAPTURE:true', { originalReference: null })).statusCode, 200);
  });

  it('is malformed where neither a header nor the body has a signature', async () => {
    const { deliver: send } = sourceOf('adyen');

    for (const body of ['{}', '{', '[]']) {
      assert.equal((await send({ body, headers: { hmacsignature: undefined } })).statusCode, 401);
    }
  });
});

describe('a source', () => {
  it('has a limit of its own for the size, in place of the stack’s', async () => {
    const { deliver } = sourceOf('github', { maxDeliveryBytes: 10 });

    assert.equal((await deliver({ body: '{"a":1234}' })).statusCode, 200);
    assert.equal((await deliver({ body: '{"a":12345}' })).statusCode, 413);
  });

  it('is answered as its sender wants when it delivers twice as well', async () => {
    for (const [scheme, status] of [
      ['slack', 200],
      ['discord', 204],
      ['twilio', 204],
    ] as const) {
      const { deliver, telemetry } = sourceOf(scheme);
      const answers = [await deliver(), await deliver()];

      assert.deepEqual(answers, [{ statusCode: status }, { statusCode: status }]);
      assert.deepEqual(
        telemetry.records.map((record) => record.status),
        [status, status],
      );
    }
  });
});
