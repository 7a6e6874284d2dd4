import { createSecretKey, type KeyObject } from 'node:crypto';
import type { Labelled, Method } from '../../sources/scheme.ts';
import { bytesOf } from './claims.ts';
import { methodsOf } from './labels.ts';
import { publicKeyOf } from './public-keys.ts';

/** Text, or the bytes that it stands for. */
export type Key = KeyObject | string;

/** Why a secret stands for no key. */
export type KeyProblem = 'wrong prefix' | 'nothing behind its prefix' | 'not base64' | 'not hex' | 'not a public key';

type Reading =
  | { readonly key: Key; readonly problem?: undefined }
  | { readonly key?: undefined; readonly problem: KeyProblem };

/** The key that a secret stands for, or nothing when it has not the shape that the method wants. */
export function keyOf(method: Method, secret: string): Key | undefined {
  return readingOf(method, secret).key;
}

/** Why a secret stands for no key by any of the methods. */
export function keyProblem(made: Method | Labelled, secret: string): KeyProblem | undefined {
  const problems = methodsOf(made).map((method) => readingOf(method, secret).problem);
  if (problems.includes(undefined)) return undefined;
  // A secret that has the prefix of one method is meant for that one.
  return problems.find((problem) => problem !== 'wrong prefix') ?? 'wrong prefix';
}

/**
 * Made once per value, as reading a key takes as long as verifying with it. Only a new value of a secret adds to them, and
 * nothing that was sent.
 */
const readings = new Map<Method, Map<string, Reading>>();

function readingOf(method: Method, secret: string): Reading {
  const ofMethod = readings.get(method) ?? new Map<string, Reading>();
  const reading = ofMethod.get(secret) ?? read(method, secret);
  readings.set(method, ofMethod.set(secret, reading));
  return reading;
}

function read({ algorithm, key: encoding, prefix = '' }: Method, secret: string): Reading {
  if (!secret.startsWith(prefix)) return { problem: 'wrong prefix' };
  const text = secret.slice(prefix.length);
  // An empty key would let anyone sign.
  if (text === '') return { problem: 'nothing behind its prefix' };
  if (encoding === 'utf8') return { key: text };
  const bytes = bytesOf(text, encoding);
  if (!bytes) return { problem: `not ${encoding}` };
  const key = 'curve' in algorithm ? publicKeyOf(algorithm, bytes) : createSecretKey(bytes);
  return key ? { key } : { problem: 'not a public key' };
}
