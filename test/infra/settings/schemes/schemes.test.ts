import assert from 'node:assert/strict';
import { schemes as shipped } from '../../../../function/sources/schemes.ts';
import { warningsOf } from '../../../../infra/settings/schemes/schemes.ts';
import { environmentBytes } from '../../../../infra/settings/together.ts';
import { awsProvider, runProgram } from '../../../../local/index.ts';
import { dev, placeOf, root, setting } from '../../programs.ts';
import { read, refusal, shown } from '../given.ts';

const acme = {
  signature: { header: 'x-acme-signature' },
  signed: ['timestamp', { text: '.' }, 'body'],
  timestamp: { header: 'x-acme-time' },
};
const timeless = { signature: acme.signature, signed: ['body'] };

describe('a scheme in the settings', () => {
  it('of which little is said is HMAC-SHA256 over the body in hex, by the text of the secret', () => {
    assert.deepEqual(read({ schemes: { acme: timeless } }).schemes, [
      {
        name: 'acme',
        signature: {
          names: ['x-acme-signature'],
          encoding: 'hex',
          made: { algorithm: { hash: 'sha256', bytes: 32 }, key: 'utf8' },
        },
        signed: ['body'],
        eventType: { always: 'webhook' },
      },
    ]);
  });

  const standard = {
    signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
    eventType: { body: 'type', otherwise: 'webhook' },
    takesArrays: 'true',
  };
  const v1 = { key: 'base64', prefix: 'whsec_' };
  const described = {
    momento: {
      signature: { header: 'momento-signature', algorithm: 'hmac-sha3-256' },
      signed: ['body'],
      timestamp: { body: 'publish_timestamp', unit: 'ms' },
      eventType: { joined: [{ body: 'cache' }, { body: 'topic' }] },
    },
    'standard-webhooks': {
      ...standard,
      signature: {
        header: 'webhook-signature',
        between: ' ',
        encoding: 'base64',
        after: ',',
        labels: { v1, v1a: { algorithm: 'ed25519', key: 'base64', prefix: 'whpk_' } },
      },
      timestamp: { header: 'webhook-timestamp', toleranceSeconds: '300' },
      id: { header: 'webhook-id' },
    },
    svix: {
      ...standard,
      signature: {
        header: ['Svix-Signature', 'Webhook-Signature'],
        between: ' ',
        encoding: 'base64',
        after: ',',
        label: 'v1',
        ...v1,
      },
      timestamp: { header: ['Svix-Timestamp', 'Webhook-Timestamp'], toleranceSeconds: 300 },
      id: { header: ['Svix-Id', 'Webhook-Id'] },
    },
    github: {
      signature: { header: 'X-Hub-Signature-256', label: 'sha256' },
      signed: ['body'],
      id: { header: 'X-GitHub-Delivery' },
      eventType: { header: 'X-GitHub-Event' },
    },
    stripe: {
      signature: { header: 'Stripe-Signature', between: ',', label: 'v1' },
      signed: acme.signed,
      timestamp: { field: 't', toleranceSeconds: 300 },
      id: { body: 'id' },
      eventType: { body: 'type' },
    },
    zendesk: {
      signature: { header: 'X-Zendesk-Webhook-Signature', encoding: 'base64' },
      signed: ['timestamp', 'body'],
      timestamp: { header: 'X-Zendesk-Webhook-Signature-Timestamp', unit: 'iso' },
      id: { header: 'X-Zendesk-Webhook-Invocation-Id' },
      eventType: { body: 'type', otherwise: 'webhook' },
      takesArrays: true,
    },
    pagerduty: {
      signature: { header: 'X-PagerDuty-Signature', between: ',', label: 'v1' },
      signed: ['body'],
      id: { body: 'event.id' },
      eventType: { body: ['event', 'event_type'] },
    },
    atlassian: {
      signature: { header: 'X-Hub-Signature', label: 'sha256' },
      signed: ['body'],
      id: { header: ['X-Atlassian-Webhook-Identifier', 'X-Request-UUID'] },
      eventType: { body: 'webhookEvent', otherwise: { header: 'X-Event-Key' } },
    },
    square: {
      signature: { header: 'X-Square-HmacSha256-Signature', encoding: 'base64' },
      signed: ['url', 'body'],
      id: { body: 'event_id' },
      eventType: { body: 'type' },
    },
    intercom: {
      signature: { header: 'X-Hub-Signature', label: 'sha1', algorithm: 'hmac-sha1' },
      signed: ['body'],
      id: { body: 'id' },
      eventType: { body: 'topic' },
    },
    sendgrid: {
      signature: {
        header: 'X-Twilio-Email-Event-Webhook-Signature',
        encoding: 'base64',
        algorithm: 'ecdsa-p256',
        key: 'base64',
      },
      signed: ['timestamp', 'body'],
      timestamp: { header: 'X-Twilio-Email-Event-Webhook-Timestamp' },
      eventType: 'events',
      takesArrays: true,
    },
  };
  for (const [name, description] of Object.entries(described)) {
    it(`says what the shipped one does: ${name}`, () => {
      const [own] = read({ schemes: { own: description } }).schemes;

      assert.deepEqual(
        { ...own, name },
        shipped.find((scheme) => scheme.name === name),
      );
    });
  }

  it('is one that a source may name', () => {
    const [source] = read({
      schemes: { acme },
      sources: [{ name: 'shop', scheme: 'acme', freshnessSeconds: 30 }],
    }).sources;

    assert.equal(source?.scheme, 'acme');
  });

  it('takes no room in the environment of the function, where 15 sources fit', () => {
    const names = Array.from({ length: 15 }, (_, index) => `own-${index + 10}`);
    const bytesOf = (sources: readonly { readonly scheme: string }[]) =>
      environmentBytes(
        read({
          schemes: Object.fromEntries(names.map((name) => [name, acme])),
          sources: sources.map(({ scheme }, index) => ({ name: `source-${index}`, scheme, freshnessSeconds: 900 })),
        }),
        dev.project,
        dev.stack,
      );

    const bytes = bytesOf(names.map((scheme) => ({ scheme })));

    // A shipped one with as many characters.
    assert.equal(bytes, bytesOf(names.map(() => ({ scheme: 'stripe' }))));
    assert.ok(bytes < 4_096, `${bytes} bytes`);
  });

  it('has a name that no shipped one has, and that is part of names of resources', () => {
    const shape = 'a lower-case letter, then at most 23 lower-case letters, digits or hyphens';

    assert.equal(
      refusal({ schemes: { stripe: acme } }),
      `webhook-bridge:schemes.stripe is ${shown(acme)}: wants another name: there is a scheme of this name already`,
    );
    for (const name of ['Acme', '1st', 'a_b', 'a'.repeat(25)]) {
      assert.equal(
        refusal({ schemes: { [name]: acme } }),
        `webhook-bridge:schemes.${name} is ${shown(acme)}: wants another name: ${shape}`,
      );
    }
  });

  it('is warned of where its id stands in a header that is not signed, and of nothing else', () => {
    const warnings = (description: object) => read({ schemes: { acme: description } }).schemes.flatMap(warningsOf);

    assert.deepEqual(warnings({ ...acme, id: { header: 'x-acme-id' } }), [
      'schemes.acme.id is a header that the sender does not sign: whoever sends a delivery again can give it another id. Its events say senderIdSigned: false, and duplicates are recognised by the bytes of the body',
    ]);
    for (const silent of [
      acme,
      { ...acme, id: { body: 'id' } },
      { ...acme, id: { header: 'x-acme-id' }, signed: ['id', ...acme.signed] },
    ]) {
      assert.deepEqual(warnings(silent), []);
    }
  });
});

describe('the program', () => {
  it('warns once of an id that is not signed', async () => {
    const configuration = setting(dev, { schemes: { acme: { ...acme, id: { header: 'x-acme-id' } } } });
    const warnings: string[] = [];

    await runProgram(root, configuration, awsProvider(placeOf(configuration)), [], (message) => warnings.push(message));

    assert.deepEqual(
      warnings.filter((warning) => warning.includes('schemes')).map((warning) => warning.replace(/ is a .*/, '')),
      ['webhook-bridge:schemes.acme.id'],
    );
  });
});

describe('freshnessSeconds of a source', () => {
  for (const scheme of ['github', 'pagerduty', 'acme']) {
    it(`is refused where nothing is ever stale: ${scheme}`, () => {
      const sources = [{ name: 'shop', scheme, freshnessSeconds: 60 }];

      assert.equal(
        refusal({ schemes: { acme: timeless }, sources }),
        `webhook-bridge:sources.0.freshnessSeconds is 60: wants none, because ${scheme} signs no time: its deliveries are never stale`,
      );
    });
  }
});
