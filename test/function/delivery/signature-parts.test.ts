import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { keyOf } from '../../../function/delivery/signature/keys.ts';
import { signedTime } from '../../../function/delivery/signature/signed-time.ts';
import { ecdsaP256, ed25519, hmacSha256 } from '../../../function/sources/algorithms.ts';
import type { Scheme } from '../../../function/sources/scheme.ts';
import { verifyBy } from '../sources/deliveries-of-schemes.ts';

describe('signed time', () => {
  const at = (unit: 's' | 'ms' | 'iso', text: string | undefined) =>
    signedTime({ from: { header: ['time'] }, unit }, { time: text }, [])?.at;

  it('is in seconds, in milliseconds or in ISO 8601', () => {
    assert.equal(at('s', '1767225600'), 1_767_225_600_000);
    assert.equal(at('ms', '1767225600123'), 1_767_225_600_123);
    assert.equal(at('iso', '2026-01-01T00:00:00Z'), 1_767_225_600_000);
    assert.equal(at('iso', '2026-01-01T01:00:00.123456789+01:00'), 1_767_225_600_123);
  });

  it('takes no milliseconds for seconds, nor the other way round', () => {
    assert.equal(at('s', '1767225600123'), undefined);
    assert.equal(at('ms', '1767225600'), undefined);
  });

  it('is no date that there is none of, nor one in other words', () => {
    for (const text of ['2026-13-01T00:00:00Z', '2026-01-01', '1 January 2026', '2026-01-01T00:00:00', undefined]) {
      assert.equal(at('iso', text), undefined, text);
    }
  });

  it('is the one of its label in the signature header', () => {
    const inParts = (...parts: readonly string[]) => signedTime({ from: { field: 't' }, unit: 's' }, {}, parts)?.text;

    assert.equal(inParts('v1=1', 't=2', 'ts=3'), '2');
    assert.equal(inParts('v1=1'), undefined);
    assert.equal(inParts('t=2', 't=2'), undefined);
  });
});

describe('key', () => {
  const spki = (key: { export(options: { format: 'der'; type: 'spki' }): Buffer }) =>
    key.export({ format: 'der', type: 'spki' }).toString('base64');
  const ec = (namedCurve: string) => spki(generateKeyPairSync('ec', { namedCurve }).publicKey);

  it('is made once per value', () => {
    const secret = ec('P-256');
    const asymmetric = { algorithm: ecdsaP256, key: 'base64' } as const;
    const symmetric = { algorithm: hmacSha256, key: 'base64' } as const;

    for (const method of [asymmetric, symmetric]) {
      assert(keyOf(method, secret));
      assert.equal(keyOf(method, secret), keyOf(method, secret));
    }
    assert.notEqual(keyOf(symmetric, secret), keyOf(asymmetric, secret));
    assert.notEqual(keyOf(symmetric, ec('P-256')), keyOf(symmetric, secret));
  });

  it('is of its own curve alone', () => {
    const rsa = spki(generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey);
    const edwards = spki(generateKeyPairSync('ed25519').publicKey);
    for (const secret of [ec('P-384'), rsa, edwards, 'AAAA']) {
      assert.equal(keyOf({ algorithm: ecdsaP256, key: 'base64' }, secret), undefined);
    }
    assert.equal(keyOf({ algorithm: ed25519, key: 'hex' }, 'ab'.repeat(31)), undefined);
    assert(keyOf({ algorithm: ed25519, key: 'hex' }, 'ab'.repeat(32)));
  });

  it('of HMAC is never a public key, nor one without the prefix', () => {
    const v1 = { algorithm: hmacSha256, key: 'base64', prefix: 'whsec_' } as const;

    assert(keyOf(v1, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'));
    assert.equal(keyOf(v1, 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), undefined);
    assert.equal(keyOf(v1, 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4='), undefined);
    assert.equal(keyOf(v1, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS_'), undefined);
  });
});

describe('a scheme with another HMAC', () => {
  it('holds by HMAC-SHA512 and a key in hex', async () => {
    const scheme: Scheme = {
      name: 'own',
      signature: { names: ['x-own'], encoding: 'hex', made: { algorithm: { hash: 'sha512', bytes: 64 }, key: 'hex' } },
      signed: ['body'],
      eventType: { always: 'own' },
    };
    const body = Buffer.from('{}');
    const headers = { 'x-own': createHmac('sha512', Buffer.from('0a0b', 'hex')).update(body).digest('hex') };

    assert.equal(await verifyBy(scheme, { headers, body }, ['0a0b']), 'verified');
    assert.equal(await verifyBy(scheme, { headers, body }, ['0a0b0']), 'wrong-signature');
  });
});
