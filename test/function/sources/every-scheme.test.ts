import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { schemes } from '../../../function/sources/schemes.ts';
import { newSecret, schemes as sendable } from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { takenBy } from './deliveries-of-schemes.ts';
import { subjects } from './subjects.ts';

const folder = join(import.meta.dirname, '../../../function/sources');
const apart = ['algorithms.ts', 'scheme.ts', 'schemes.ts'];

it('every scheme lies in a file of its name, is in the list, and can be sent by', () => {
  const files = readdirSync(folder).filter((file) => !apart.includes(file));

  assert.deepEqual(schemes.map(({ name }) => `${name}.ts`).sort(), files.sort());
  assert.deepEqual(schemes.map(({ name }) => name).sort(), [...sendable].sort());
});

/** What holds of every scheme; verifier-bugs.test.ts has what other verifiers have been wrong in. */
for (const { scheme, secret, ordinary, signature, signed, event, outcome, withHeaders, withSignature } of subjects) {
  describe(`scheme ${scheme.name}`, () => {
    const [name] = scheme.signature.names;

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
    if ('labels' in made && between !== undefined) {
      const wrong = (signed('another').headers[name] ?? '').split(between).at(-1) ?? '';

      it('takes 16 signatures and no more', async () => {
        const more = (count: number) => withSignature([signature, ...Array<string>(count).fill(wrong)].join(between));

        assert.equal(await more(15), 'verified');
        assert.equal(await more(16), 'malformed-signature');
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

    if (!scheme.timestamp) {
      it('signs no time and is taken whenever it comes', async () => {
        assert.equal(await takenBy(scheme, event(0), [secret], receivedAt), 'taken');
      });
    }
  });
}
