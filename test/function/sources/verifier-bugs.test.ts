import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { mock } from 'node:test';
import fc from 'fast-check';
import { shownKey } from '../../../tools/senders/key-pair.ts';
import { handshakeOf, newSecret, signedHeaders } from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { address, type Delivery, takenBy } from './deliveries-of-schemes.ts';
import { sourceOf } from './source-of-scheme.ts';
import { type Subject, subjects, timeIn, withTime } from './subjects.ts';

/** Each over all schemes in which it could be made: `checks` fails where it is made. */
function never(mistake: string, touched: readonly Subject[], checks: (subject: Subject) => Promise<void>): void {
  it(mistake, async () => {
    assert(touched.length > 0);
    for (const subject of touched) {
      await checks(subject).catch((cause: Error) => {
        throw new Error(`${subject.scheme.name}: ${cause.message}`, { cause });
      });
    }
  });
}

const signing = subjects.filter(({ scheme }) => scheme.signed.length > 0);
/** Their signatures cover each byte of the body. */
const overBody = subjects.filter(({ scheme }) => scheme.isBodySigned !== false);
const encoded = subjects.filter(({ scheme }) => scheme.signature.encoding !== 'text');
const byHmac = subjects.filter(({ method }) => 'hash' in method.algorithm && !('curve' in method.algorithm));
const byPublicKey = subjects.filter(({ method }) => 'curve' in method.algorithm);
const timed = subjects.filter(({ scheme }) => scheme.timestamp);
/** Their time is in a header, where it is signed. */
const stamped = subjects.filter(({ scheme }) => scheme.signed.includes('timestamp'));
const bounded = stamped.filter(({ scheme }) => scheme.timestamp?.unit !== 'iso');
const labelled = subjects.filter(({ scheme }) => 'labels' in scheme.signature.made);
const listed = labelled.filter(({ scheme }) => scheme.signature.between !== undefined);
const overUrl = subjects.filter(({ scheme }) => scheme.signed.includes('url'));
const asking = subjects.filter(({ scheme }) => scheme.subscription);

const hours = 3_600_000;

describe('no scheme makes a mistake that other verifiers have made:', () => {
  never('1. it reads the body and writes it anew', overBody, async ({ signed, outcome }) => {
    const writings = [
      ['{"a":1.0}', '{"a":1}'],
      ['{ "a" : 1 }', '{"a":1}'],
      ['{"a":"\\u0061"}', '{"a":"a"}'],
      ['{"b":1,"a":2}', '{"a":2,"b":1}'],
      ['{"a":1,"a":2}', '{"a":2}'],
      ['{"a":12345678901234567890}', '{"a":12345678901234567000}'],
    ] as const;
    for (const [written, anew] of writings) {
      const delivery = signed(written);
      assert.equal(await outcome(delivery), 'verified');
      assert.equal(await outcome({ ...delivery, body: Buffer.from(anew) }), 'wrong-signature');
    }
  });

  never(
    '2. it compares by ===, in a time that says how much fits',
    subjects.filter((subject) => !byPublicKey.includes(subject)),
    async ({ sender, secret, ordinary, outcome }) => {
      const others = [newSecret(sender), newSecret(sender), newSecret(sender)] as const;
      const [one, two] = others;

      for (const secrets of [[secret, one, two], [one, two, secret], others]) {
        assert.equal(await comparisonsIn(() => outcome(ordinary, secrets)), secrets.length);
      }
    },
  );

  never(
    '3. it throws at a signature of another length',
    encoded,
    async ({ scheme, method, signature, withSignature }) => {
      const { encoding } = scheme.signature;
      for (let length = 0; length <= 160; length += 1) {
        const proof = Buffer.alloc(length, 7).toString(encoding === 'hex' ? 'hex' : 'base64');
        const isOfLength = length > 0 && length === (method.algorithm.bytes ?? length);
        assert.equal(
          await withSignature(withProof(signature, proof)),
          isOfLength ? 'wrong-signature' : 'malformed-signature',
          `${length} bytes`,
        );
      }
    },
  );

  never('4. it looks at the first or the last of several signatures alone', listed, async (subject) => {
    const { signature, withSignature, wrong, between } = inList(subject);
    const [right, ...others] = signature.split(between).reverse();
    assert.equal(await withSignature([...others.reverse(), wrong, right].join(between)), 'verified');
    assert.equal(await withSignature([signature, wrong].join(between)), 'verified');
  });

  never('5. it fails at a version that it does not know', listed, async (subject) => {
    const { signature, withSignature, between, after } = inList(subject);
    assert.equal(await withSignature([signature, `v9${after}x`, 'v'].join(between)), 'verified');
  });

  never('6. it signs a time that it has read and written anew', stamped, async (subject) => {
    const { scheme, ordinary, outcome, withHeaders } = subject;
    const { between, names } = scheme.signature;
    const time = timeIn(scheme, ordinary.headers);
    const twice =
      scheme.timestamp && 'field' in scheme.timestamp.from
        ? `${time}${between}${scheme.timestamp.from.field}=${time}`
        : `${time},${time}`;
    const withTimeOf = (text: string) => outcome(withHeaders(withTime(scheme, ordinary.headers, text)));
    assert(time !== '' && names.length > 0);
    for (const text of [
      `${time}abc`,
      `0${time}.0`,
      ` ${time}`,
      `${time} `,
      `+${time}`,
      twice,
      '',
      'NaN',
      '1e9',
      '١٢',
    ]) {
      assert.equal(await withTimeOf(text), 'malformed-signature', text);
    }
    const other = time.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10));
    assert.equal(await withTimeOf(other), 'wrong-signature');
  });

  never('7. it fills the body into a template, or makes a text of its bytes', subjects, async ({ signed, outcome }) => {
    const pieces = ['$&', '$`', "$'", '$$', '$1', '$<a>', '{body}', '{}', '\\', '%s', '\uFEFF', 'ä'];
    const texts = fc.array(fc.constantFrom(...pieces)).map((parts) => Buffer.from(parts.join('')));
    const bytes = fc.uint8Array().map((array) => Buffer.from(array));
    const bodies = fc.tuple(fc.oneof(texts, bytes), fc.oneof(texts, bytes));
    await fc.assert(
      fc.asyncProperty(bodies, async (parts) => {
        assert.equal(await outcome(signed(Buffer.concat(parts))), 'verified');
      }),
      { numRuns: 50 },
    );
  });

  never('7. it takes other bytes for the same text', overBody, async ({ signed, outcome }) => {
    const invalid = Buffer.from('7b2261223a22ff80227d', 'hex');
    assert.equal(await outcome(signed(invalid)), 'verified');
    assert.equal(await outcome({ ...signed(invalid), body: Buffer.from(invalid.toString()) }), 'wrong-signature');
    assert.equal(await outcome({ ...signed(invalid.toString()), body: invalid }), 'wrong-signature');
  });

  never('8. it refuses what is too old, and not what is too new', timed, async ({ scheme, secret, event }) => {
    const tolerance = (scheme.timestamp?.toleranceSeconds ?? 60) * 1_000;
    const sentAt = (time: number) => takenBy(scheme, event(time), [secret], receivedAt);
    assert.equal(await sentAt(receivedAt - tolerance + 1_000), 'taken');
    assert.equal(await sentAt(receivedAt - tolerance), 'stale');
    assert.equal(await sentAt(receivedAt + tolerance - 1_000), 'taken');
    assert.equal(await sentAt(receivedAt + tolerance), 'early');
  });

  never('9. it takes milliseconds for seconds, or seconds for milliseconds', bounded, async (subject) => {
    const { scheme, secret, event } = subject;
    const other = scheme.timestamp?.unit === 's' ? receivedAt * 1_000 : receivedAt / 1_000;
    assert.equal(await takenBy(scheme, event(other), [secret], receivedAt), 'malformed-signature');
  });

  never(
    '9. it takes seconds in the body for milliseconds',
    timed.filter((subject) => !stamped.includes(subject)),
    async ({ scheme, secret, event }) => {
      assert.equal(await takenBy(scheme, event(receivedAt / 1_000), [secret], receivedAt), 'stale');
    },
  );

  never('10. it decodes a key that is a text, or does not decode one that is encoded', byHmac, async (subject) => {
    const { method, signed, outcome } = subject;
    const { key, prefix = '' } = method;
    const text = 'a key of twenty-four bytes'.slice(0, 24);
    const encodings = ['base64', 'hex'] as const;
    const [right, mistaken] =
      key === 'utf8'
        ? // Under a prefix that is part of the key, as Stripe's.
          readAsText(prefix, `${prefix === '' ? 'whsec_' : ''}${Buffer.from(text).toString('base64')}`)
        : readAsBytes(prefix, Buffer.from(text).toString(key), key);
    assert.equal(await outcome(signed('{}', receivedAt, right), [right]), 'verified');
    for (const other of mistaken) {
      assert.equal(await outcome(signed('{}', receivedAt, other), [right]), 'wrong-signature', other);
    }
    assert(mistaken.length >= encodings.length);
  });

  never('11. it passes over what is no hex or base64', encoded, async (subject) => {
    const { scheme, signature, withSignature } = subject;
    const proof = proofIn(signature);
    const { between, encoding } = scheme.signature;
    for (const character of ['!', ' ', '\n', '\t', '-', '_', '=', '.', 'é', '\0', '٣', ':']) {
      if (character === between) continue;
      for (const place of [0, 1, proof.length >> 1, proof.length]) {
        const text = proof.slice(0, place) + character + proof.slice(place);
        assert.equal(await withSignature(withProof(signature, text)), 'malformed-signature', text);
      }
    }
    if (encoding === 'hex') return;
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const [, head = '', last = '', end = ''] = /^(.*?)([^=])(=*)$/.exec(proof) ?? [];
    const sameBytes = [`${head}${alphabet[alphabet.indexOf(last) + 1]}${end}`, proof.replace(/=+$/, '')];
    for (const text of [...(end === '' ? [] : sameBytes), proof.replaceAll('+', '-').replaceAll('/', '_')]) {
      if (text === proof) continue;
      assert.deepEqual(Buffer.from(text, 'base64'), Buffer.from(proof, 'base64'));
      assert.equal(await withSignature(withProof(signature, text)), 'malformed-signature', text);
    }
  });

  never('12. it takes a token for a signature', signing, async ({ secret, signature, withSignature }) => {
    const bytes = Buffer.from(secret);
    for (const shown of [secret, bytes.toString('hex'), bytes.toString('base64')]) {
      for (const text of [shown, `Bearer ${shown}`, withProof(signature, shown)]) {
        assert.notEqual(await withSignature(text), 'verified', text);
      }
    }
  });

  never('12. it says that a token signs the body', subjects, async ({ scheme }) => {
    assert(scheme.signed.length > 0 || scheme.isBodySigned === false);
  });

  const elsewhere = 'https://example.com/source';
  const forwarded = {
    host: 'example.com',
    forwarded: 'host=example.com;proto=https',
    'x-forwarded-host': 'example.com',
    'x-forwarded-proto': 'https',
    'x-forwarded-port': '443',
    'x-original-url': '/source',
  };
  never('13. it goes by the host that a request names', subjects, async (subject) => {
    const { sender, secret, ordinary, outcome, withHeaders } = subject;
    assert.equal(await outcome(withHeaders(forwarded)), 'verified');
    const headers = signedHeaders(sender, secret, receivedAt, ordinary.body, elsewhere);
    const forElsewhere = await outcome({ headers: { ...headers, ...forwarded }, body: ordinary.body });
    assert.equal(forElsewhere, overUrl.includes(subject) ? 'wrong-signature' : 'verified');
  });

  never('13. it goes by it in the handler', overUrl.filter(isShipped), async ({ scheme }) => {
    const { deliver } = sourceOf(scheme.name);
    const there = await deliver({ headers: forwarded, signedFor: elsewhere });
    const { statusCode = 0 } = await deliver({ headers: forwarded });
    assert.equal(there.statusCode, 401);
    assert.equal(Math.floor(statusCode / 100), 2);
  });

  never('14. it trims the body', overBody, async ({ signed, outcome }) => {
    for (const [before, after] of [
      ['', '\r\n'],
      ['', '\n'],
      ['', ' '],
      ['', '\0'],
      ['\uFEFF', ''],
      ['\n', ''],
    ] as const) {
      const whole = signed(`${before}[]${after}`);
      assert.equal(await outcome(whole), 'verified');
      assert.equal(await outcome({ ...whole, body: Buffer.from('[]') }), 'wrong-signature');
      assert.equal(await outcome({ ...signed('[]'), body: whole.body }), 'wrong-signature');
    }
  });

  never('15. it wants a signature of the GET that checks an address', asking, async ({ scheme, sender }) => {
    const verifyToken = 'a-token-of-our-own';
    const { deliver, secret } = sourceOf(scheme.name, { verifyToken });
    const { query, answer: wanted } = handshakeOf(sender, secret, receivedAt, address, verifyToken) ?? assert.fail();
    const unsigned = Object.fromEntries(scheme.signature.names.map((name) => [name, undefined]));
    const answer = await deliver({ method: 'GET', query: query.slice(1), headers: unsigned, body: '' });
    assert.deepEqual([answer.statusCode, answer.body], [wanted.status, wanted.body]);
  });

  /** Linear writes the time anew when it tries again, and Momento does not try again. The third is a test's own. */
  const renewed = ['linear', 'momento', 'versions'];
  never('16. it holds a second try to the time of the first', subjects, async ({ scheme, secret, event, signed }) => {
    const first = event(receivedAt);
    const again = receivedAt + 8 * hours;
    const second = stamped.some((subject) => subject.scheme === scheme) ? signed(first.body, again) : first;
    const sent: Delivery = renewed.includes(scheme.name) ? event(again) : { ...first, ...second };
    const headers = { ...first.headers, ...sent.headers };
    assert.equal(await takenBy(scheme, { ...sent, headers }, [secret], again), 'taken');
  });

  never('17. it takes what another sender has signed', subjects, async ({ secret, outcome }) => {
    for (const other of subjects) {
      if (other.secret === secret) continue;
      assert.notEqual(await outcome(other.ordinary), 'verified', other.scheme.name);
    }
  });

  never('18. it takes an empty key', subjects, async ({ method, ordinary, outcome, signed }) => {
    const empty = method.prefix ?? '';
    if (!('curve' in method.algorithm)) {
      assert.notEqual(await outcome(signed('{}', receivedAt, empty), [empty]), 'verified');
    }
    for (const none of ['whsec_', 'whpk_', 'whsec_!', 'whpk_AAAA', 'AAAA', '', empty]) {
      assert.equal(await outcome(ordinary, [none]), 'wrong-signature', none);
    }
  });

  never('19. it counts a signature of an older version', labelled, async (subject) => {
    const { methods, signature, withSignature, label } = subject;
    const { after } = inList(subject);
    const labels = [
      'v0',
      'v1',
      'v1a',
      'v2',
      'h1',
      'h2',
      's1',
      'sha1',
      'sha256',
      'none',
      'constructor',
      '__proto__',
      '',
    ];
    for (const other of labels.filter((one) => one !== label)) {
      const outcome = await withSignature(signature.replaceAll(`${label}${after}`, `${other}${after}`));
      assert.notEqual(outcome, 'verified', other);
      if (!Object.hasOwn(methods, other)) assert.equal(outcome, 'malformed-signature', other);
    }
  });

  never(
    '19. it takes what the public key has signed as if that were a secret',
    byHmac.filter(({ methods }) => Object.values(methods).some(({ algorithm }) => 'curve' in algorithm)),
    async ({ method, methods, signed, outcome }) => {
      for (const { algorithm, key, prefix = '' } of Object.values(methods)) {
        if (!('curve' in algorithm)) continue;
        const shown = shownKey(algorithm.curve).toString(key);
        const forged = signed('{}', receivedAt, `${method.prefix}${shown}`);
        assert.equal(await outcome(forged, [`${method.prefix}${shown}`]), 'verified');
        assert.equal(await outcome(forged, [`${prefix}${shown}`]), 'wrong-signature');
      }
    },
  );
});

function isShipped({ sender }: Subject): boolean {
  return typeof sender === 'string';
}

/** A list of signatures, and a wrong one of the same form. */
function inList({ scheme, signature, signed, withSignature }: Subject) {
  const { made, between = '', names } = scheme.signature;
  const wrong = (signed('another').headers[names[0]] ?? '').split(between).at(-1) ?? '';
  return { signature, withSignature, wrong, between, after: 'labels' in made ? made.after : '' };
}

/** How often `timingSafeEqual` compares meanwhile. */
async function comparisonsIn(run: () => Promise<unknown>): Promise<number> {
  const { mock: calls } = mock.method(crypto, 'timingSafeEqual');
  syncBuiltinESMExports();
  try {
    await run();
    return calls.callCount();
  } finally {
    calls.restore();
    syncBuiltinESMExports();
  }
}

/** The hex or base64 at the end of a signature header. */
const proofs = /[\w+/]+=*$/;

function proofIn(signature: string): string {
  return proofs.exec(signature)?.[0] ?? '';
}

function withProof(signature: string, proof: string): string {
  return signature.replace(proofs, () => proof);
}

/** A secret whose text is the key, and those whose text is what others would make of it. */
function readAsText(prefix: string, text: string): readonly [right: string, mistaken: readonly string[]] {
  const base64 = text.replace('whsec_', '');
  const decoded = Buffer.from(base64, 'base64').toString();
  return [
    prefix + text,
    [decoded, base64, prefix + text].map((key) => prefix + key).filter((one) => one !== prefix + text),
  ];
}

/** A secret that stands for the key, and those that stand for its own text, whole or behind the prefix. */
function readAsBytes(
  prefix: string,
  text: string,
  encoding: 'base64' | 'hex',
): readonly [right: string, mistaken: readonly string[]] {
  const right = prefix + text;
  return [right, [text, right, `${right} `].map((key) => prefix + Buffer.from(key).toString(encoding))];
}
