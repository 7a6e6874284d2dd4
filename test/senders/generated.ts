import { createECDH, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import fc from 'fast-check';
import { newSecret, senderOf } from '../../tools/senders.ts';
import { address } from '../function/sources/deliveries-of-schemes.ts';
import type { Body, Secret } from './judge.ts';

/** Between 2002 and 2096, in milliseconds: seconds have ten digits. */
export const times = fc.integer({ min: 1_010_000_000_000, max: 3_980_000_000_000 });

const printable = Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => String.fromCharCode(0x21 + index));
/** Longer than the block of a hash function too, and without what a copied secret may be surrounded by. */
const texts = fc.string({
  unit: fc.constantFrom(...printable.filter((character) => !`'"{}`.includes(character))),
  minLength: 1,
  maxLength: 100,
});

/** Secrets that are a text. */
export const textSecrets = texts.map(symmetric);
export const stripeSecrets = texts.map((text) => symmetric(`whsec_${text}`));
/** Of 24 to 64 bytes, as the specification of Standard Webhooks says. */
export const standardSecrets = bytes(24, 64).map((key) => symmetric(`whsec_${key.toString('base64')}`));
export const hexSecrets = bytes(32, 32).map((key) => symmetric(key.toString('hex').toUpperCase()));

export const ed25519Secrets = bytes(32, 32).map((seed) => {
  // PKCS #8 of a seed: RFC 8410, 7.
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return keyPair(createPrivateKey({ key, format: 'der', type: 'pkcs8' }), (info) =>
    info.toString('hex', info.length - 32),
  );
});

export const p256Secrets = bytes(31, 31)
  // A private key is neither 0 nor beyond the order of the curve.
  .map((seed) => Buffer.concat([Buffer.of(1), seed]))
  .map((seed) => {
    const curve = createECDH('prime256v1');
    curve.setPrivateKey(seed);
    const point = curve.getPublicKey();
    const part = (from: number, to: number) => point.toString('base64url', from, to);
    const jwk = { kty: 'EC', crv: 'P-256', x: part(1, 33), y: part(33, 65), d: seed.toString('base64url') };
    return keyPair(createPrivateKey({ key: jwk, format: 'jwk' }), (info) => info.toString('base64'));
  });

function bytes(minLength: number, maxLength: number): fc.Arbitrary<Buffer> {
  return fc.uint8Array({ minLength, maxLength }).map((array) => Buffer.from(array));
}

function symmetric(shown: string): Secret {
  return { shown, signing: shown };
}

function keyPair(key: KeyObject, shown: (info: Buffer) => string): Secret {
  return {
    shown: shown(createPublicKey(key).export({ format: 'der', type: 'spki' })),
    signing: key.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

const unicode = fc.string({ unit: 'binary' });
const values = fc.oneof(
  unicode,
  fc.integer(),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
  fc.array(unicode, { maxLength: 3 }),
);

/** Events of a sender with whatever else in them, in whatever white space. */
export function events(scheme: string): fc.Arbitrary<Body> {
  return written(scheme, fc.constantFrom('', ' ', '\t'), fc.constantFrom('', '\n', '\r\n', ' '));
}

/** Bodies of any characters, events among them. */
export function anyBodies(scheme: string): fc.Arbitrary<Body> {
  const anyText = fc.string({ unit: 'binary', minLength: 1 }).map((text) => () => text);
  return fc.oneof(events(scheme), anyText);
}

function written(scheme: string, indent: fc.Arbitrary<string>, end: fc.Arbitrary<string>): fc.Arbitrary<Body> {
  const secret = newSecret(scheme);
  const more = fc.dictionary(unicode, values, { maxKeys: 3 });
  return fc.tuple(more, indent, end).map(([more, indent, end]) => (now) => {
    const event: object = JSON.parse(senderOf(scheme, address)(secret, now).body);
    const whole = Array.isArray(event) ? event.map((one) => ({ ...more, ...one })) : { ...more, ...event };
    return JSON.stringify(whole, undefined, indent) + end;
  });
}

/** Forms, with fields that are there more than once. */
export const forms: fc.Arbitrary<Body> = fc
  .array(fc.tuple(fc.oneof(unicode, fc.constantFrom('a', 'b')), unicode), { minLength: 1, maxLength: 5 })
  .map((fields) => {
    const form = new URLSearchParams(fields);
    form.append('MessageStatus', 'sent');
    return () => String(form);
  });
