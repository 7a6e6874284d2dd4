import type { Scheme } from '../../../function/sources/scheme.ts';
import { read } from '../../infra/settings/given.ts';

/** Senders as a stack's settings would describe them; each key of a description is in one of them. */
const descriptions = {
  /** https://www.dropbox.com/developers/reference/webhooks */
  'like-dropbox': { signature: { header: 'X-Dropbox-Signature' }, signed: ['body'] },
  /** https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint-validating-security-request-headers */
  'like-discord': {
    signature: { header: 'X-Signature-Ed25519', algorithm: 'ed25519', key: 'hex' },
    signed: ['timestamp', 'body'],
    timestamp: { header: 'X-Signature-Timestamp' },
    eventType: { body: 'event.type', otherwise: 'ping' },
  },
  /** https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message */
  'like-twitch': {
    signature: { header: 'Twitch-Eventsub-Message-Signature', label: 'sha256' },
    signed: ['id', 'timestamp', 'body'],
    timestamp: { header: 'Twitch-Eventsub-Message-Timestamp', unit: 'iso', toleranceSeconds: 600 },
    id: { header: 'Twitch-Eventsub-Message-Id' },
    eventType: { body: ['subscription', 'type'], otherwise: { header: 'Twitch-Eventsub-Subscription-Type' } },
  },
  /** https://docs.slack.dev/authentication/verifying-requests-from-slack */
  'like-slack': {
    signature: { header: 'X-Slack-Signature', label: 'v0' },
    signed: [{ text: 'v0:' }, 'timestamp', { text: ':' }, 'body'],
    timestamp: { header: 'X-Slack-Request-Timestamp', toleranceSeconds: 300 },
    eventType: { body: 'type' },
    takesForms: true,
    answerLimitMs: 2_500,
  },
  /** Standard Webhooks, but for the key: the secret's own text, and not what it is the base64 of. https://polar.sh/docs/integrate/webhooks/delivery */
  'like-polar': {
    signature: { header: 'webhook-signature', between: ' ', encoding: 'base64', label: 'v1', after: ',' },
    signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
    timestamp: { header: 'webhook-timestamp', toleranceSeconds: 300 },
    id: { header: 'webhook-id' },
    eventType: { body: 'type' },
  },
  'hex-key': {
    signature: { header: 'x-signature', algorithm: 'hmac-sha512', key: 'hex', prefix: 'key_', encoding: 'base64' },
    signed: [{ text: 'v0:' }, 'timestamp', { text: ':' }, 'body'],
    timestamp: { header: ['x-time', 'x-timestamp'], unit: 'ms' },
    takesArrays: true,
  },
  'id-time-body': {
    signature: { header: 'acme-signature', between: ',', label: 's1', algorithm: 'hmac-sha256', key: 'base64' },
    signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
    timestamp: { field: 't', toleranceSeconds: 900 },
    id: { header: 'acme-id' },
    eventType: { joined: [{ header: 'acme-topic' }, { body: 'kind' }] },
  },
  'url-and-topic': {
    signature: { header: 'x-signature' },
    signed: ['url', { header: 'x-topic' }, 'body'],
    eventType: { header: 'x-topic' },
    answer: 204,
  },
  versions: {
    signature: {
      header: ['x-versions', 'x-old-versions'],
      between: ',',
      labels: {
        h3: { algorithm: 'hmac-sha3-256', prefix: 'secret_' },
        h1: { algorithm: 'hmac-sha1', prefix: 'secret_' },
        p1: { algorithm: 'ecdsa-p256', key: 'base64', prefix: 'public_' },
      },
    },
    signed: ['body'],
    timestamp: { body: 'sent.at', unit: 'ms' },
    id: { body: 'sent.id' },
  },
};

export const ownSchemes: readonly Scheme[] = read({ schemes: descriptions }).schemes;
