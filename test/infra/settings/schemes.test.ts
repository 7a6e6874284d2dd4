import assert from 'node:assert/strict';
import { schemes as shipped } from '../../../function/sources/schemes.ts';
import { environmentBytes } from '../../../infra/settings/together.ts';
import { dev } from '../programs.ts';
import { read, refusal, shown } from './given.ts';

const acme = {
  signature: { header: 'x-acme-signature' },
  signed: ['timestamp', { text: '.' }, 'body'],
  timestamp: { header: 'x-acme-time' },
};
const timeless = { signature: acme.signature, signed: ['body'] };
const ofLabels = { ...timeless, signature: { ...acme.signature, between: ',', label: 'v1' } };

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

  it('takes no room in the environment of the function', () => {
    const bytes = (settings: object) => environmentBytes(read(settings), dev.project, dev.stack);
    const sources = (scheme: (index: number) => string) =>
      Array.from({ length: 15 }, (_, index) => ({
        name: `source-${index}`,
        scheme: scheme(index),
        freshnessSeconds: 900,
      }));
    const schemes = Object.fromEntries(
      Array.from({ length: 15 }, (_, index) => [`own${index % 10}${index > 9 ? 'b' : 'a'}zz`, acme]),
    );
    const names = Object.keys(schemes);

    const own = bytes({ schemes, sources: sources((index) => names[index] ?? '') });

    // `momento` has as many characters.
    assert.equal(own, bytes({ sources: sources(() => 'stripe') }));
    assert.ok(own < 4_096, `${own} bytes`);
  });
});
