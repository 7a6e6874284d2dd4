import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readPayload } from '../../../function/delivery/payload.ts';
import type { Headers, Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import {
  newSecret,
  type SendableScheme,
  schemes as sendable,
  senderOf,
  signedHeaders,
} from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { address, type Delivery, verifyBy } from './deliveries-of-schemes.ts';
import { ownSchemes } from './own-schemes.ts';

const folder = join(import.meta.dirname, '../../../function/sources');
const apart = ['algorithms.ts', 'scheme.ts', 'schemes.ts'];

it('every scheme lies in a file of its name, is in the list, and can be sent by', () => {
  const files = readdirSync(folder).filter((file) => !apart.includes(file));

  assert.deepEqual(schemes.map(({ name }) => `${name}.ts`).sort(), files.sort());
  assert.deepEqual(schemes.map(({ name }) => name).sort(), [...sendable].sort());
});

for (const scheme of [...schemes, ...ownSchemes]) {
  const sender = ownSchemes.includes(scheme) ? scheme : scheme.name;

  describe(`scheme ${scheme.name}`, () => {
    const secret = newSecret(sender);
    const [name] = scheme.signature.names;
    const isToken = scheme.signed.length === 0;

    /** As its sender signs these bytes. */
    function signed(content: string | Uint8Array, now = receivedAt): Delivery {
      const body = Buffer.from(content);
      return { headers: signedHeaders(sender, secret, now, body, address), body };
    }
    const ordinary = signed(senderOf(sender, address)(secret, receivedAt).body);
    const signature = ordinary.headers[name] ?? '';

    const outcome = (delivery: Delivery, secrets = [secret]) => verifyBy(scheme, delivery, secrets);
    const withHeaders = (headers: Headers): Delivery => ({ ...ordinary, headers: { ...ordinary.headers, ...headers } });
    const withSignature = (text: string | undefined) => outcome(withHeaders({ [name]: text }));

    it('holds for what its sender signs, whatever the bytes', async () => {
      const bytes = fc.oneof(
        fc.uint8Array(),
        fc.string().map((text) => new TextEncoder().encode(text)),
      );
      await fc.assert(
        fc.asyncProperty(bytes, async (content) => {
          assert.equal(await outcome(signed(content)), 'verified');
        }),
        { numRuns: 100 },
      );
    });

    const unusual = {
      'patterns of String.replace': '{"cost":"$& $\' $` $1 $$"}',
      'invalid UTF-8': Buffer.from('7b2261223a22ff80227d', 'hex'),
      'a byte order mark': '\uFEFF{}',
      'a line break at its end': '{}\r\n',
      nothing: '',
    };
    for (const [what, content] of Object.entries(unusual)) {
      it(`holds for a body with ${what}, and for no other bytes`, async () => {
        const delivery = signed(content);
        const longer = await outcome({ ...delivery, body: Buffer.concat([delivery.body, Buffer.from(' ')]) });

        assert.equal(await outcome(delivery), 'verified');
        assert.equal(longer, isToken ? 'verified' : 'wrong-signature');
      });
    }

    it('does not hold when any one bit of the body is another, or does not say that the body is signed', async () => {
      if (scheme.isBodySigned === false) return;
      await fc.assert(
        fc.asyncProperty(fc.nat(ordinary.body.length * 8 - 1), async (bit) => {
          const body = Buffer.from(ordinary.body);
          body.writeUInt8(body.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
          assert.equal(await outcome({ ...ordinary, body }), 'wrong-signature');
        }),
        { numRuns: 50 },
      );
    });

    it('holds before and after a rotation, and not for the secret of another source', async () => {
      assert.equal(await outcome(ordinary, ['another', secret]), 'verified');
      assert.equal(await outcome(ordinary, [secret, 'another']), 'verified');
      assert.equal(await outcome(ordinary, ['another', newSecret('standard-webhooks')]), 'wrong-signature');
      assert.equal(await outcome(ordinary, []), 'no-secret');
    });

    it('does not hold for a secret of which the key is empty, nor for one that is no key', async () => {
      for (const none of ['whsec_', 'whpk_', 'whsec_!', 'whpk_AAAA', 'AAAA', '']) {
        assert.equal(await outcome(ordinary, [none]), 'wrong-signature', none);
      }
    });

    it('is malformed where the signature is missing, cut, padded, or not in its one way of writing', async () => {
      const last = signature.length - 1;
      const misshapen = [
        undefined,
        '',
        ' ',
        signature.slice(0, -1),
        `${signature}=`,
        `${signature}!!`,
        `\t${signature}`,
      ];
      for (const text of [...misshapen, `${signature.slice(0, last)}é`, signature.replaceAll(/[\w+/]/g, '-')]) {
        const refused = await withSignature(text);
        // A token has no shape of its own.
        if (scheme.signature.encoding === 'text' && refused === 'wrong-signature') continue;
        assert.equal(refused, 'malformed-signature', text);
      }
    });

    it('takes of a header that was sent twice one good signature, but neither two times nor what has no list', async () => {
      const { timestamp, signature: header } = scheme;
      const isList = header.between === ',' || header.between === ';';
      const hasTwoTimes = header.between === ',' && timestamp !== undefined && 'field' in timestamp.from;

      const twice = await withSignature(`${signature},${signature}`);

      const otherwise = header.encoding === 'text' ? 'wrong-signature' : 'malformed-signature';
      assert.equal(twice, isList && !hasTwoTimes ? 'verified' : otherwise);
    });

    it('answers whatever header there is, and holds for none of them', async () => {
      const header = fc.oneof(
        fc.string(),
        fc.string({ unit: 'binary' }),
        fc.base64String().map((text) => `v1,${text}`),
      );
      await fc.assert(
        fc.asyncProperty(header, async (text) => {
          assert.notEqual(await withSignature(text), 'verified');
        }),
        { numRuns: 200 },
      );
    });

    const { made, between } = scheme.signature;
    if ('labels' in made) {
      it('passes over versions that it does not know, and counts none of them', async () => {
        const unknown = Object.keys(made.labels).reduce(
          (text, label) => text.replaceAll(`${label}${made.after}`, `w7${made.after}`),
          signature,
        );

        assert.equal(await withSignature(unknown), 'malformed-signature');
        for (const label of ['constructor', '__proto__', '']) {
          assert.equal(await withSignature(`${label}${made.after}${'0'.repeat(64)}`), 'malformed-signature');
        }
        if (between === undefined) return;
        assert.equal(await withSignature([signature, `v9${made.after}x`, 'v'].join(between)), 'verified');
      });
    }
    if ('labels' in made && between !== undefined) {
      const wrong = partsOf(signed('another'), name, between).at(-1) ?? '';

      it('holds where the first or the last of several signatures fits', async () => {
        const [right, ...others] = signature.split(between).reverse();
        assert.equal(await withSignature([...others.reverse(), wrong, right].join(between)), 'verified');
        assert.equal(await withSignature([signature, wrong].join(between)), 'verified');
      });

      it('takes 16 signatures and no more', async () => {
        const more = (count: number) => withSignature([signature, ...Array<string>(count).fill(wrong)].join(between));

        assert.equal(await more(15), 'verified');
        assert.equal(await more(16), 'malformed-signature');
      });
    }

    if (scheme.signed.includes('timestamp')) {
      const stamped = (time: string) => withTime(scheme, ordinary.headers, time);

      it('takes a time of digits or ISO 8601 alone, and signs its own characters', async () => {
        const [time] = timesIn(scheme, ordinary.headers);
        const twice =
          scheme.timestamp && 'field' in scheme.timestamp.from
            ? `${time}${between}${scheme.timestamp.from.field}=${time}`
            : `${time},${time}`;
        for (const text of [`${time}abc`, ` ${time}`, `${time} `, `+${time}`, twice, '', 'NaN', '1e9', '١٢']) {
          assert.equal(await outcome(withHeaders(stamped(text))), 'malformed-signature', text);
        }
        const other = String(time).replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
        assert.equal(await outcome(withHeaders(stamped(other))), 'wrong-signature');
      });
    }

    if (scheme.id && scheme.signed.includes('id')) {
      const [idHeader] = 'header' in scheme.id ? scheme.id.header : [''];

      it('wants the id that is signed', async () => {
        assert.equal(await outcome(withHeaders({ [idHeader]: undefined })), 'malformed-signature');
        assert.equal(await outcome(withHeaders({ [idHeader]: 'msg one' })), 'malformed-signature');
        assert.equal(await outcome(withHeaders({ [idHeader]: 'msg_other' })), 'wrong-signature');
        assert.equal(await outcome(withHeaders({ [idHeader]: `${ordinary.headers[idHeader]},x` })), 'wrong-signature');
      });
    }

    if (scheme.timestamp) {
      const window = (scheme.timestamp.toleranceSeconds ?? 60) * 1000;

      it('is stale or early by its own tolerance, either way', async () => {
        assert.equal(await read(scheme, sender, secret, receivedAt - window + 1_000, window), 'taken');
        assert.equal(await read(scheme, sender, secret, receivedAt - window, window), 'stale');
        assert.equal(await read(scheme, sender, secret, receivedAt + window - 1_000, window), 'taken');
        assert.equal(await read(scheme, sender, secret, receivedAt + window, window), 'early');
      });
    } else {
      it('signs no time and is taken whenever it comes', async () => {
        assert.equal(await read(scheme, sender, secret, 0, 60_000), 'taken');
      });
    }
  });
}

function partsOf({ headers }: Delivery, name: string, between: string): readonly string[] {
  return (headers[name] ?? '').split(between);
}

/** What becomes of a delivery that was signed at that time, after it was verified. */
async function read(
  scheme: Scheme,
  sender: SendableScheme,
  secret: string,
  sentAt: number,
  freshnessMs: number,
): Promise<string> {
  const { headers, body: text } = senderOf(sender, address)(secret, sentAt);
  const body = Buffer.from(text);
  const signedAt = scheme.signed.includes('timestamp') ? sentAt : undefined;
  assert.equal(await verifyBy(scheme, { headers, body }, [secret]), 'verified');
  const payload = readPayload(scheme, { headers, body, sentAt: signedAt, secret }, receivedAt, freshnessMs);
  return payload.ok ? 'taken' : payload.reason;
}

/** The characters of the signed time. */
function timesIn({ timestamp, signature }: Scheme, headers: Headers): readonly (string | undefined)[] {
  if (!timestamp || 'body' in timestamp.from) return [];
  if ('header' in timestamp.from) return [headers[timestamp.from.header[0]]];
  return [new RegExp(`\\b${timestamp.from.field}=(\\d+)`).exec(headers[signature.names[0]] ?? '')?.[1]];
}

/** The headers with another time. */
function withTime(scheme: Scheme, headers: Headers, time: string): Headers {
  const { timestamp, signature } = scheme;
  if (!timestamp || 'body' in timestamp.from) return headers;
  if ('header' in timestamp.from) return { ...headers, [timestamp.from.header[0]]: time };
  const [name] = signature.names;
  const { field } = timestamp.from;
  return {
    ...headers,
    [name]: (headers[name] ?? '').replace(new RegExp(`\\b${field}=\\d+`), () => `${field}=${time}`),
  };
}
