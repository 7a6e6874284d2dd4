import assert from 'node:assert/strict';
import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { read } from '../../../function/delivery/reading.ts';
import { readClaims } from '../../../function/delivery/signature/claims.ts';
import { digestOf } from '../../../function/delivery/signature/signature.ts';
import { hmacSha3 } from '../../../function/sources/algorithms.ts';
import { momento } from '../../../function/sources/momento.ts';
import { schemes } from '../../../function/sources/schemes.ts';

const digest = 'b43f72787eb66410ff110295b036ef828e5686af21b414ce092f02c05deea3da';

function digestBy(secret: string, body: Buffer): Buffer {
  return digestOf(hmacSha3, createSecretKey(Buffer.from(secret)), [body]);
}

function claimedDigest(header: string): Buffer | undefined {
  return readClaims(momento, { url: '', headers: { 'momento-signature': header }, body: Buffer.of() })?.signatures[0]
    ?.bytes;
}

describe('momento', () => {
  it('is the scheme of that name in the settings', () => {
    assert.equal(
      schemes.find(({ name }) => name === 'momento'),
      momento,
    );
  });

  describe('digest', () => {
    it("is that of Momento's own JavaScript SDK, in the unit test of its webhook utilities", () => {
      const body = Buffer.from('{"text":"some text", "another_field": "another field" }');

      assert.equal(digestBy('1234567890', body).toString('hex'), digest);
    });

    it('is another over the same JSON without its spaces', () => {
      const body = Buffer.from('{"text":"some text","another_field":"another field"}');

      assert.notEqual(digestBy('1234567890', body).toString('hex'), digest);
    });

    it('is keyed by the UTF-8 of the secret', () => {
      const body = Buffer.from(
        '{"cache":"chat","topic":"room-281","event_timestamp":1767225599000,"publish_timestamp":1767225600000,' +
          '"topic_sequence_number":7,"token_id":"","text":"hello"}',
      );

      // Made with Python: hmac.new('ключ-鍵-🔑'.encode(), body, 'sha3_256').hexdigest()
      assert.equal(
        digestBy('ключ-鍵-🔑', body).toString('hex'),
        '4b35a1ff4505b37bd09171cccf223f86176b073a6b1d14f64e9cc1d6a8cf947e',
      );
    });
  });

  describe('claimed digest', () => {
    it('is read from the header momento-signature', () => {
      assert.deepEqual(momento.signature.names, ['momento-signature']);
    });

    it('is the 32 bytes that the hex stands for, in either case', () => {
      assert.equal(claimedDigest(digest)?.toString('hex'), digest);
      assert.equal(claimedDigest(digest.toUpperCase())?.toString('hex'), digest);
    });

    const misshapen = {
      'an empty header': '',
      'one digit less': digest.slice(1),
      'one digit more': `${digest}0`,
      'two signatures joined by a comma': `${digest},${digest}`,
      'the same twice over': digest + digest,
      'a space before': ` ${digest}`,
      'a space after': `${digest} `,
      'a line break after': `${digest}\n`,
      'a prefix': `sha3-256=${digest}`,
      'a letter beyond f': `g${digest.slice(1)}`,
      'full-width digits': `４${digest.slice(1)}`,
      'base64 of the right length': 'A'.repeat(43).padEnd(64, '='),
    };
    for (const [what, header] of Object.entries(misshapen)) {
      it(`is not there for ${what}`, () => {
        assert.equal(claimedDigest(header), undefined);
      });
    }

    it('is of 32 bytes or not there, whatever the header', () => {
      const digits = (least: number, most: number) =>
        fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: least, maxLength: most });
      const header = fc.oneof(
        fc.string({ unit: 'binary' }),
        digits(63, 65),
        fc.tuple(digits(64, 64), fc.string({ unit: 'binary', maxLength: 1 })).map((parts) => parts.join('')),
      );
      fc.assert(
        fc.property(header, (text) => {
          const bytes = claimedDigest(text);
          assert.equal(
            bytes?.toString('hex'),
            /^[\da-f]{64}$/.test(text.toLowerCase()) ? text.toLowerCase() : undefined,
          );
        }),
        { numRuns: 2_000 },
      );
    });
  });

  describe('payload', () => {
    const complete = { cache: 'chat', topic: 'room-281', publish_timestamp: 1_767_225_600_000 };

    it('gives cache and topic as event type and the publish timestamp as time of sending', () => {
      assert.deepEqual(read(momento, complete, {}), {
        ok: true,
        eventType: 'chat#room-281',
        sentAt: 1_767_225_600_000,
      });
    });

    it('may have an empty cache and topic', () => {
      assert.deepEqual(read(momento, { ...complete, cache: '', topic: '' }, {}), {
        ok: true,
        eventType: '#',
        sentAt: 1_767_225_600_000,
      });
    });

    for (const field of ['cache', 'topic']) {
      for (const value of [undefined, null, 0, 1, true, ['chat'], { name: 'chat' }]) {
        it(`lacks ${field} when that is ${JSON.stringify(value) ?? 'left out'}`, () => {
          assert.deepEqual(read(momento, { ...complete, [field]: value }, {}), { ok: false, field });
        });
      }
    }

    const noTime = [
      undefined,
      null,
      '1767225600000',
      '2026-01-01T00:00:00Z',
      true,
      [1_767_225_600_000],
      {},
      1_767_225_600_000.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      1e300,
      -1e300,
      8.64e15 + 1,
      -8.64e15 - 1,
      2 ** 53,
    ];
    for (const value of noTime) {
      it(`lacks publish_timestamp when that is ${typeof value === 'number' ? value : JSON.stringify(value)}`, () => {
        assert.deepEqual(read(momento, { ...complete, publish_timestamp: value }, {}), {
          ok: false,
          field: 'publish_timestamp',
        });
      });
    }

    for (const value of [0, -1, 8.64e15, -8.64e15]) {
      it(`has a time of sending when publish_timestamp is ${value}, far off as it may be`, () => {
        const reading = read(momento, { ...complete, publish_timestamp: value }, {});

        assert.equal(reading.ok && reading.sentAt, value);
      });
    }
  });
});
