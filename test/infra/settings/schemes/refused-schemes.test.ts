import assert from 'node:assert/strict';
import { refusal, shown } from '../given.ts';

const acme = {
  signature: { header: 'x-acme-signature' },
  signed: ['timestamp', { text: '.' }, 'body'],
  timestamp: { header: 'x-acme-time' },
};
const timeless = { signature: acme.signature, signed: ['body'] };
const ofLabels = { ...timeless, signature: { ...acme.signature, between: ',', label: 'v1' } };

describe('a scheme that is refused', () => {
  const part = (key: string, value: unknown) => ({ ...acme, [key]: value });
  const signatureWith = (more: object) => part('signature', { ...acme.signature, ...more });
  const aHeader = 'the name of a header, such as x-acme-signature, or a list of names';
  const aLabel = 'a letter or digit, then at most 31 letters, digits, dots, underscores or hyphens';
  const aPiece = 'body, timestamp, id, url, text such as { text: "." }, or a header such as { header: x-acme-topic }';
  const anEventType = 'text, or header, body or joined (a list of those), one of them';
  const aTime = 'header, field (of the header of the signature) or body, one of them';
  const aField = 'the name of a field, such as id, or the way to it: order.id or [order, id]';
  const ofSignature = 'another header than that of the signature';
  const byField = part('timestamp', { field: 't' });

  const forgeable: readonly (readonly [string, object, string])[] = [
    [
      'a time of a header that is not signed',
      part('signed', ['body']),
      'signed is ["body"]: wants timestamp among the pieces: a time that is not signed can be replaced by whoever sends a delivery again. If the sender does not sign it, remove timestamp',
    ],
    [
      'nothing that is signed',
      { ...timeless, signed: [] },
      'signed is []: wants body among the pieces: otherwise one signature fits every body',
    ],
    [
      'a body that is not signed',
      part('signed', ['timestamp']),
      'signed is ["timestamp"]: wants body among the pieces: otherwise one signature fits every body',
    ],
    ['an empty text', { ...timeless, signed: [{ text: '' }] }, 'signed.0.text is "": wants text that is not empty'],
    [
      'a text alone',
      { ...timeless, signed: [{ text: 'acme' }] },
      'signed is [{"text":"acme"}]: wants body among the pieces: otherwise one signature fits every body',
    ],
    [
      'a time that is the header of the signature',
      part('timestamp', { header: 'X-Acme-Signature' }),
      `timestamp.header is "X-Acme-Signature": wants ${ofSignature}; for a part of that, such as t=…, say field: t`,
    ],
    [
      'an id that is the header of the signature',
      part('id', { header: 'x-acme-signature' }),
      `id.header is "x-acme-signature": wants ${ofSignature}`,
    ],
    [
      'an event type that is the header of the signature',
      part('eventType', { body: 'type', otherwise: { header: 'x-acme-signature' } }),
      `eventType is {"body":"type","otherwise":{"header":"x-acme-signature"}}: wants ${ofSignature}`,
    ],
  ];
  const publicKey = { algorithm: 'ed25519', key: 'base64' };
  const confused: readonly (readonly [object, object])[] = [
    [{}, publicKey],
    [{ prefix: 'whsec_' }, publicKey],
    [{}, { ...publicKey, prefix: 'whpk_' }],
    [{ prefix: 'wh' }, { ...publicKey, prefix: 'whpk_' }],
  ];
  for (const [secret, open] of confused) {
    const labels = { v1: secret, v1a: open };
    it(`has a public key that would do as a secret: ${shown(labels)}`, () => {
      assert.equal(
        refusal({ schemes: { acme: { ...timeless, signature: { ...acme.signature, labels } } } }),
        `webhook-bridge:schemes.acme.signature.labels is ${shown(labels)}: wants a prefix at v1a and another at v1: otherwise whoever knows the public key of v1a could sign by it as v1`,
      );
    });
  }

  const neverValid: readonly (readonly [string, object, string])[] = [
    [
      'a time that is signed and stands nowhere',
      { ...timeless, signed: acme.signed },
      'timestamp is missing: wants where the time stands that signed names',
    ],
    [
      'a time in the body that is signed by itself',
      part('timestamp', { body: 'at', unit: 'ms' }),
      `signed is ${shown(acme.signed)}: wants no timestamp among the pieces: one in the body is signed with the body`,
    ],
    [
      'an id that is signed and stands nowhere',
      part('signed', ['id', ...acme.signed]),
      'id is missing: wants the header with the id that signed names',
    ],
    [
      'an id in the body that is signed by itself',
      { ...acme, signed: ['id', ...acme.signed], id: { body: 'id' } },
      `signed is ${shown(['id', ...acme.signed])}: wants no id among the pieces: one in the body is signed with the body`,
    ],
    [
      'a field of a header that has no parts',
      byField,
      'signature.between is missing: wants what stands between t=… and the signature',
    ],
    [
      'a field that is the label of a signature',
      { ...byField, signature: { ...ofLabels.signature, label: 't' } },
      'timestamp.field is "t": wants another name than the label of a signature',
    ],
    ['a field with a separator in it', part('timestamp', { field: 't=' }), `timestamp.field is "t=": wants ${aLabel}`],
    [
      'separators that are the same',
      { ...ofLabels, signature: { ...ofLabels.signature, after: ',' } },
      'signature.between is ",": wants another separator than ",", which follows the label',
    ],
    ...['connection', 'Host', 'x-forwarded-for'].map((header): [string, object, string] => [
      `a header that the function does not get: ${header}`,
      signatureWith({ header }),
      `signature.header is "${header}": wants a header that the function gets as it was sent; it does not get connection, expect, keep-alive, proxy-connection, te, trailer, transfer-encoding, upgrade, content-length, cookie, host, x-amzn-trace-id, x-forwarded-for, x-forwarded-port, x-forwarded-proto`,
    ]),
  ];
  const misshapen: readonly (readonly [object | string, string])[] = [
    ['x', `is "x": wants a scheme with signature and signed`],
    [{ signed: ['body'] }, '.signature is missing: wants the header of the signature, and how it is made'],
    [{ signature: acme.signature }, `.signed is missing: wants a list of pieces: ${aPiece}`],
    [part('secret', 'x'), '.secret is no setting: remove it'],
    [signatureWith({ hash: 'sha256' }), '.signature.hash is no setting: remove it'],
    [part('timestamp', { header: 'x-time', seconds: 1 }), '.timestamp.seconds is no setting: remove it'],
    [{ ...timeless, signed: ['body', { text: '.', of: 1 }] }, '.signed.1.of is no setting: remove it'],
    [
      part('signed', [...acme.signed, { header: 'x-acme-signature' }]),
      `.signed is ${shown([...acme.signed, { header: 'x-acme-signature' }])}: wants no header among the pieces that is that of the signature`,
    ],
    [part('answer', 202), '.answer is 202: wants one of 200, 204'],
    [part('answerLimitMs', 4_501), '.answerLimitMs is 4501: wants a whole number from 1000 to 4500'],
    [part('takesForms', 'yes'), '.takesForms is "yes": wants true or false'],
    [part('signed', ['Body']), `.signed.0 is "Body": wants ${aPiece}`],
    [part('signed', ['body', { text: 1 }]), `.signed.1 is {"text":1}: wants ${aPiece}`],
    [part('signed', Array(17).fill('body')), `.signed is ${shown(Array(17).fill('body'))}: wants at most 16 pieces`],
    [part('signature', {}), `.signature.header is missing: wants ${aHeader}`],
    ...['', 'x acme', 'x:acme', 'x-ácme', 5, [], ['x', ''], null].map((header): [object, string] => [
      signatureWith({ header }),
      `.signature.header is ${shown(header)}: wants ${aHeader}`,
    ]),
    [signatureWith({ header: ['x', 'X'] }), '.signature.header is ["x","X"]: wants every name once'],
    [signatureWith({ between: '.' }), '.signature.between is ".": wants one of " ", "," and ";"'],
    [signatureWith({ encoding: 'utf8' }), '.signature.encoding is "utf8": wants one of hex, base64'],
    [signatureWith({ after: ':' }), '.signature.after is ":": wants "=" or ","'],
    [signatureWith({ after: '=' }), '.signature.after is "=": wants a label that it follows'],
    [
      signatureWith({ algorithm: 'md5' }),
      '.signature.algorithm is "md5": wants one of hmac-sha256, hmac-sha1, hmac-sha512, hmac-sha3-256, ed25519, ecdsa-p256',
    ],
    [signatureWith({ key: 'raw' }), '.signature.key is "raw": wants one of utf8, base64, hex'],
    [
      signatureWith({ algorithm: 'ed25519' }),
      '.signature.key is missing: wants base64 or hex, in which the sender shows its public key for ed25519',
    ],
    [
      signatureWith({ labels: { v1: { algorithm: 'ecdsa-p256', key: 'utf8' } } }),
      '.signature.labels.v1.key is "utf8": wants base64 or hex, in which the sender shows its public key for ecdsa-p256',
    ],
    [signatureWith({ prefix: '' }), '.signature.prefix is "": wants text that is not empty'],
    ...['', 'v=1', 'v,1', '__proto__', 'v 1', 'v;1'].map((label): [object, string] => [
      signatureWith({ label }),
      `.signature.label is ${shown(label)}: wants ${aLabel}`,
    ]),
    [signatureWith({ label: 1 }), '.signature.label is 1: wants text'],
    [signatureWith({ labels: { 'v=1': {} } }), `.signature.labels is {"v=1":{}}: wants labels, each ${aLabel}`],
    [signatureWith({ labels: {} }), '.signature.labels is {}: wants at least one label'],
    [signatureWith({ labels: { v1: {} }, label: 'v2' }), '.signature.label is "v2": wants either label or labels'],
    [
      signatureWith({ labels: { v1: {} }, prefix: 'whsec_' }),
      '.signature.prefix is "whsec_": wants no prefix here: each of the labels has its own',
    ],
    [part('timestamp', {}), `.timestamp is {}: wants ${aTime}`],
    [part('timestamp', { header: 'x', field: 'y' }), `.timestamp is {"header":"x","field":"y"}: wants ${aTime}`],
    [
      part('timestamp', { body: 'at' }),
      '.timestamp.unit is missing: wants ms: a field of the body is read as milliseconds alone',
    ],
    [part('timestamp', { header: 'x', unit: 'h' }), '.timestamp.unit is "h": wants one of s, ms, iso'],
    ...[0, 901, 1.5].map((toleranceSeconds): [object, string] => [
      part('timestamp', { header: 'x', toleranceSeconds }),
      `.timestamp.toleranceSeconds is ${toleranceSeconds}: wants a whole number from 1 to 900`,
    ]),
    [part('id', 'x'), '.id is "x": wants header or body, one of them'],
    [part('id', {}), '.id is {}: wants header or body, one of them'],
    ...['', 'a..b', [], ['a', ''], ['a', 1], 5].map((body): [object, string] => [
      part('id', { body }),
      `.id.body is ${shown(body)}: wants ${aField}`,
    ]),
    ...['', 5, {}, { header: 'x', joined: [{ body: 'y' }] }, { otherwise: 'x' }].map((eventType): [object, string] => [
      part('eventType', eventType),
      `.eventType is ${shown(eventType)}: wants ${anEventType}`,
    ]),
    [part('eventType', { joined: [] }), '.eventType.joined is []: wants at least one'],
    [
      part('eventType', { body: 'x', otherwise: { header: '' } }),
      `.eventType.otherwise.header is "": wants ${aHeader}`,
    ],
    [part('eventType', { body: 'x', always: 'y' }), '.eventType.always is no setting: remove it'],
    [part('takesArrays', 'yes'), '.takesArrays is "yes": wants true or false'],
  ];

  for (const [what, description, words] of [...forgeable, ...neverValid]) {
    it(`has ${what}`, () =>
      assert.equal(refusal({ schemes: { acme: description } }), `webhook-bridge:schemes.acme.${words}`));
  }
  for (const [description, words] of misshapen) {
    it(`is misshapen: acme${words.replace(/: wants .*/, '').slice(0, 80)}`, () => {
      const where = words.startsWith('.') ? words : ` ${words}`;

      assert.equal(refusal({ schemes: { acme: description } }), `webhook-bridge:schemes.acme${where}`);
    });
  }

  it('is no scheme by name', () => {
    assert.equal(refusal({ schemes: [acme] }), `webhook-bridge:schemes is ${shown([acme])}: wants schemes by name`);
  });
});
