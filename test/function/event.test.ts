import assert from 'node:assert/strict';
import { deliveryId, toEntry, type VerifiedDelivery } from '../../function/event.ts';
import { body, bodyDeliveryId, otherSource, receivedAt, source } from './harness/deliveries.ts';

const delivery: VerifiedDelivery = {
  source,
  body: Buffer.from(body),
  text: body,
  eventType: 'chat#room-281',
  receivedAt: receivedAt + 250,
  sentAt: receivedAt,
  traceId: '1-69558c00-0123456789abcdef01234567',
};

describe('delivery id', () => {
  it('is the same wherever and whenever a delivery is received', () => {
    assert.equal(deliveryId({ source, body: Buffer.from(body) }), bodyDeliveryId);
    assert.equal(deliveryId({ source: { ...source, secretId: 'another' }, body: Buffer.from(body) }), bodyDeliveryId);
  });

  it('is another for another source', () => {
    // Made with Python: hashlib.sha256(b'momento\norders\n' + body).hexdigest()[:32]
    assert.equal(deliveryId({ source: otherSource, body: Buffer.from(body) }), 'b82a7ef91033bc7ee5a0e58a272b405f');
  });

  it('is another for another scheme', () => {
    const otherScheme = { ...source, scheme: { ...source.scheme, name: 'github' } };

    assert.notEqual(deliveryId({ source: otherScheme, body: Buffer.from(body) }), bodyDeliveryId);
  });

  it('is another when one byte is', () => {
    assert.notEqual(deliveryId({ source, body: Buffer.from(`${body} `) }), bodyDeliveryId);
  });
});

describe('entry', () => {
  it('goes to the bus, by source and event type, at the time of receipt', () => {
    const { Detail: _, ...envelope } = toEntry(delivery, 'id-1', 'deliveries');

    assert.deepEqual(envelope, {
      EventBusName: 'deliveries',
      Source: 'webhook.momento',
      DetailType: 'chat#room-281',
      Time: new Date('2026-01-01T00:00:00.250Z'),
    });
  });

  it('has metadata and the payload as detail', () => {
    const { Detail = '' } = toEntry(delivery, 'id-1', 'deliveries');

    assert.deepEqual(JSON.parse(Detail), {
      metadata: {
        id: 'id-1',
        source: 'momento',
        scheme: 'momento',
        eventType: 'chat#room-281',
        receivedAt: '2026-01-01T00:00:00.250Z',
        sentAt: '2026-01-01T00:00:00.000Z',
        traceId: '1-69558c00-0123456789abcdef01234567',
      },
      data: {
        cache: 'chat',
        topic: 'room-281',
        event_timestamp: 1767225599000,
        publish_timestamp: 1767225600000,
        topic_sequence_number: 7,
        token_id: '',
        text: 'hello',
      },
    });
  });

  it('has no trace id where there is none', () => {
    const { Detail = '' } = toEntry({ ...delivery, traceId: undefined }, 'id-1', 'deliveries');

    assert.equal('traceId' in JSON.parse(Detail).metadata, false);
  });

  it('holds the text as it was signed: big numbers, keys twice, white space', () => {
    const text = ' { "n":12345678901234567890123,\r\n"n":1.10,"z":-0, "e":1E400,\t"u":"\\u00e4\\ud83d\\ude00ä😀" }\n';

    const { Detail } = toEntry({ ...delivery, text, traceId: undefined }, 'id-1', 'deliveries');

    assert.equal(
      Detail,
      '{"metadata":{"id":"id-1","source":"momento","scheme":"momento","eventType":"chat#room-281",' +
        '"receivedAt":"2026-01-01T00:00:00.250Z","sentAt":"2026-01-01T00:00:00.000Z"},"data":' +
        `${text}}`,
    );
  });

  it('keeps quotes and line breaks of an event type inside the metadata', () => {
    const eventType = 'chat#"},\n"data":{}\\';

    const { Detail = '' } = toEntry({ ...delivery, eventType }, 'id-1', 'deliveries');

    assert.equal(JSON.parse(Detail).metadata.eventType, eventType);
    assert.equal(JSON.parse(Detail).data.topic, 'room-281');
  });

  describe('detail type', () => {
    const detailType = (eventType: string) => toEntry({ ...delivery, eventType }, 'id-1', 'deliveries').DetailType;

    it('may have 128 characters and is cut to as many', () => {
      assert.equal(detailType(`${'a'.repeat(127)}b`), `${'a'.repeat(127)}b`);
      assert.equal(detailType(`${'a'.repeat(127)}bc`), `${'a'.repeat(127)}b`);
    });

    it('stays well-formed when the cut halves a character', () => {
      // The emoji's two halves would be characters 128 and 129.
      assert.equal(detailType(`${'a'.repeat(127)}😀`), `${'a'.repeat(127)}\uFFFD`);
    });

    it('keeps a character that ends at the limit', () => {
      assert.equal(detailType(`${'a'.repeat(126)}😀😀`), `${'a'.repeat(126)}😀`);
    });

    it('is well-formed when the sender wrote half a character', () => {
      assert.equal(detailType('chat#\ud83d'), 'chat#\uFFFD');
    });

    it('is the event type in the metadata, so that a long topic cannot make the event too large', () => {
      const eventType = `chat#${'a'.repeat(500)}`;

      const { Detail = '', DetailType } = toEntry({ ...delivery, eventType }, 'id-1', 'deliveries');

      assert.equal(JSON.parse(Detail).metadata.eventType, DetailType);
    });
  });
});
