import assert from 'node:assert/strict';
import fc from 'fast-check';
import { problemOf } from '../../../function/delivery/secret-form.ts';
import { keyOf } from '../../../function/delivery/signature/keys.ts';
import { methodsOf } from '../../../function/delivery/signature/labels.ts';
import type { Method, Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { shownKey } from '../../../tools/senders/key-pair.ts';
import { newSecret } from '../../../tools/senders.ts';
import { ownSchemes } from '../sources/own-schemes.ts';

const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String(), fc.json());

for (const scheme of [...schemes, ...ownSchemes]) {
  describe(`the form of a secret of ${scheme.name}`, () => {
    const newOne = () => newSecret(ownSchemes.includes(scheme) ? scheme : scheme.name);
    const methods = methodsOf(scheme.signature.made);

    it('has no problem when it is as its sender shows it', () => {
      for (let count = 0; count < 100; count += 1) assert.equal(problemOf(scheme, newOne()), undefined);
    });

    it('has none by any of its methods', () => {
      for (const method of methods) assert.equal(problemOf(scheme, secretOf(method)), undefined);
    });

    it('is not to be binary, nor empty', () => {
      assert.equal(problemOf(scheme, undefined), 'binary or empty');
      assert.equal(problemOf(scheme, ''), 'binary or empty');
    });

    it('is not to have white space around it', () => {
      for (const space of [' ', '\n', '\r\n', '\t', '\u00a0', '\ufeff']) {
        const secret = newOne();
        for (const value of [`${space}${secret}`, `${secret}${space}`, `${space}${secret}${space}`, space]) {
          assert.equal(problemOf(scheme, value), 'white space around it', JSON.stringify(space));
        }
      }
    });

    it('is not to have quotes around it', () => {
      for (const quote of ['"', "'", '`']) {
        assert.equal(problemOf(scheme, `${quote}${newOne()}${quote}`), 'quotes around it');
      }
    });

    it('is not to have JSON around it', () => {
      const secret = newOne();
      for (const value of [{ secret }, { id: 1, secret: { value: secret } }]) {
        assert.equal(problemOf(scheme, JSON.stringify(value)), 'JSON around it');
        assert.equal(problemOf(scheme, JSON.stringify(value, undefined, 2)), 'JSON around it');
      }
    });

    if (methods.every(({ key, prefix }) => key === 'utf8' && prefix === undefined)) {
      it('is any other text', () => {
        const text = fc
          .string({ minLength: 1, unit: 'binary' })
          .filter((value) => !/^[\s\ufeff"'`{]|\s$|\ufeff$/.test(value));
        fc.assert(fc.property(text, (value) => assert.equal(problemOf(scheme, value), undefined)));
      });

      it('may have in it what it is not to be in', () => {
        for (const value of ['a b', `it's`, 'a"b"', '{"', '{a}', '"', '"a', '\'a"', 'ключ-鍵-🔑', '\ud800']) {
          assert.equal(problemOf(scheme, value), undefined, value);
        }
      });
    }

    for (const method of methods) {
      const { algorithm, key, prefix } = method;
      const bare = secretOf(method).slice(prefix?.length ?? 0);

      if (prefix !== undefined) {
        it(`is to have ${prefix} before it, and something behind that`, () => {
          const others = methods.every((other) => keyOf(other, bare) === undefined);
          assert.ok(others, 'no method is without a prefix');
          assert.equal(problemOf(scheme, bare), 'wrong prefix');
          assert.equal(problemOf(scheme, `${prefix.toUpperCase()}${bare}`), 'wrong prefix');
          assert.equal(problemOf(scheme, prefix), 'nothing behind its prefix');
        });
      }

      if (key !== 'utf8') {
        it(`is to be ${key} behind ${prefix ?? 'nothing'}`, () => {
          for (const text of [`${bare}!`, `-${bare}`, `${bare.slice(0, 3)} ${bare.slice(3)}`, `${bare}A`]) {
            assert.equal(problemOf(scheme, `${prefix ?? ''}${text}`), `not ${key}`, text);
          }
        });
      }

      if (key !== 'utf8' && 'curve' in algorithm) {
        it(`is to be a public key of ${algorithm.curve}`, () => {
          const bytes = shownKey(algorithm.curve);
          const other = shownKey(algorithm.curve === 'ed25519' ? 'prime256v1' : 'ed25519');
          for (const none of [bytes.subarray(1), Buffer.concat([bytes, bytes]), other, Buffer.from('key')]) {
            assert.equal(problemOf(scheme, `${prefix ?? ''}${none.toString(key)}`), 'not a public key');
          }
        });
      }
    }

    it('has a problem whenever nothing can be signed with it, and is never thrown at', () => {
      const around = fc.constantFrom('', ...methods.map(({ prefix = '' }) => prefix));
      fc.assert(
        fc.property(around, anyText, (prefix, text) => {
          const value = `${prefix}${text}`;
          const fits = value !== '' && methods.some((method) => keyOf(method, value) !== undefined);
          if (!fits) assert.notEqual(problemOf(scheme, value), undefined);
          assert.ok(problems.includes(problemOf(scheme, value)));
        }),
      );
    });
  });
}

const problems: readonly ReturnType<typeof problemOf>[] = [
  undefined,
  'binary or empty',
  'white space around it',
  'quotes around it',
  'JSON around it',
  'wrong prefix',
  'nothing behind its prefix',
  'not base64',
  'not hex',
  'not a public key',
];

/** A secret by that method, whatever the others of its scheme are. */
function secretOf(method: Method): string {
  const alone: Scheme = {
    name: 'alone',
    signature: { names: ['x'], encoding: 'hex', made: method },
    signed: ['body'],
    eventType: { always: 'x' },
  };
  return newSecret(alone);
}
