import { randomBytes } from 'node:crypto';
import { hmac, randomId, randomNumber, type Signing, seconds } from './sender.ts';

/** Senders that want more than one HMAC over the body, by their documentation, to which the files of function/sources/ link. */
export const platforms = {
  slack: {
    payload: (now) => ({
      type: 'event_callback',
      team_id: 'T012AB3C4',
      api_app_id: 'A012ABCD0A0',
      event_id: randomId('Ev'),
      event_time: Math.floor(now / 1000),
      event: { type: 'message', channel: 'C012AB3CD', user: 'U012A3CDE', text: 'Good morning', ts: seconds(now) },
    }),
    headers(secret, now, body) {
      const digest = hmac('sha256', secret, `v0:${seconds(now)}:`, body).toString('hex');
      return { 'x-slack-request-timestamp': seconds(now), 'x-slack-signature': `v0=${digest}` };
    },
    handshake: () => {
      const challenge = randomId();
      return { payload: { type: 'url_verification', challenge }, answer: { status: 200, body: challenge } };
    },
  },
  meta: {
    payload: (now) => ({
      object: 'page',
      entry: [
        {
          id: String(randomNumber()),
          time: now,
          changes: [{ field: 'feed', value: { item: 'comment', verb: 'add' } }],
        },
      ],
    }),
    headers: (secret, _now, body) => ({
      'x-hub-signature-256': `sha256=${hmac('sha256', secret, body).toString('hex')}`,
    }),
    handshake: (_secret, verifyToken) => {
      const challenge = String(randomNumber());
      const query = { 'hub.mode': 'subscribe', 'hub.verify_token': verifyToken, 'hub.challenge': challenge };
      return { query, answer: { status: 200, body: challenge } };
    },
  },
  square: {
    payload: (now) => ({
      merchant_id: 'MLEFBHHSJGVHD',
      type: 'payment.updated',
      event_id: randomId(),
      created_at: new Date(now).toISOString(),
      data: {
        type: 'payment',
        id: randomId(),
        object: { payment: { amount_money: { amount: 100, currency: 'USD' } } },
      },
    }),
    headers: (secret, _now, body, address) => ({
      'x-square-hmacsha256-signature': hmac('sha256', secret, address, body).toString('base64'),
    }),
  },
  twilio: {
    payload: () => ({
      MessageSid: randomId('SM'),
      AccountSid: 'AC00000000000000000000000000000000',
      MessageStatus: 'delivered',
      From: '+15017122661',
      To: '+15558675310',
    }),
    isForm: true,
    headers(secret, _now, body, address) {
      const fields = [...new URLSearchParams(body.toString('utf8'))].sort(byName);
      const isAnother = ([name, value]: Field, at: number) =>
        fields[at - 1]?.[0] !== name || fields[at - 1]?.[1] !== value;
      const signed = fields.filter(isAnother).map(([name, value]) => name + value);
      return {
        'i-twilio-idempotency-token': randomId(),
        'x-twilio-signature': hmac('sha1', secret, address, ...signed).toString('base64'),
      };
    },
  },
  hubspot: {
    payload: (now) => [
      {
        eventId: randomNumber(),
        subscriptionId: 12_345,
        portalId: 62_515,
        occurredAt: now,
        subscriptionType: 'contact.creation',
        attemptNumber: 0,
        objectId: randomNumber(),
      },
    ],
    headers: (secret, now, body, address) => ({
      'x-hubspot-request-timestamp': String(now),
      'x-hubspot-signature-v3': hmac('sha256', secret, 'POST', address, body, String(now)).toString('base64'),
    }),
  },
  twitch: {
    payload: (now) => ({
      subscription: { id: randomId(), status: 'enabled', type: 'channel.follow', version: '2', cost: 0 },
      event: { user_id: '1234', user_login: 'cool_user', followed_at: new Date(now).toISOString() },
    }),
    headers(secret, now, body) {
      const id = randomId();
      const time = new Date(now).toISOString().replace('Z', '123456Z');
      return {
        'twitch-eventsub-message-id': id,
        'twitch-eventsub-message-timestamp': time,
        'twitch-eventsub-message-type': 'notification',
        'twitch-eventsub-subscription-type': 'channel.follow',
        'twitch-eventsub-message-signature': `sha256=${hmac('sha256', secret, id, time, body).toString('hex')}`,
      };
    },
    handshake: () => {
      const challenge = randomId();
      return {
        payload: { challenge, subscription: { id: randomId(), type: 'channel.follow', version: '2' } },
        headers: { 'twitch-eventsub-message-type': 'webhook_callback_verification' },
        answer: { status: 200, body: challenge },
      };
    },
  },
  zoom: {
    payload: (now) => ({
      event: 'meeting.started',
      event_ts: now,
      payload: { account_id: randomId(), object: { id: String(randomNumber()), topic: 'Stand-up' } },
    }),
    headers(secret, now, body) {
      const digest = hmac('sha256', secret, `v0:${seconds(now)}:`, body).toString('hex');
      return { 'x-zm-request-timestamp': seconds(now), 'x-zm-signature': `v0=${digest}` };
    },
    handshake: (secret) => {
      const plainToken = randomId();
      const encryptedToken = hmac('sha256', secret, plainToken).toString('hex');
      return {
        payload: { event: 'endpoint.url_validation', payload: { plainToken }, event_ts: 0 },
        answer: { status: 200, body: JSON.stringify({ plainToken, encryptedToken }) },
      };
    },
  },
  /** As of a platform's webhooks, which sign the whole body. */
  adyen: {
    payload: (now) => ({
      type: 'balancePlatform.accountHolder.created',
      environment: 'test',
      timestamp: new Date(now).toISOString(),
      data: { balancePlatform: 'YOUR_BALANCE_PLATFORM', accountHolder: { id: randomId('AH') } },
    }),
    headers: (secret, _now, body) => ({
      hmacsignature: hmac('sha256', Buffer.from(secret, 'hex'), body).toString('base64'),
    }),
    newSecret: () => randomBytes(32).toString('hex').toUpperCase(),
  },
  'gitlab-token': {
    payload: () => ({
      object_kind: 'push',
      event_name: 'push',
      ref: 'refs/heads/main',
      checkout_sha: randomId(),
      project: { id: 15, path_with_namespace: 'mike/diaspora' },
    }),
    headers: (secret) => ({
      'x-gitlab-event': 'Push Hook',
      'x-gitlab-event-uuid': randomId(),
      'x-gitlab-token': secret,
    }),
  },
  token: {
    payload: () => ({ type: 'user.signed-in', id: randomId() }),
    headers: (secret) => ({ authorization: `Bearer ${secret}` }),
  },
  basic: {
    payload: () => ({ type: 'delivery', id: randomId(), recipient: 'reader@example.com' }),
    headers: (secret) => ({ authorization: `Basic ${Buffer.from(secret).toString('base64')}` }),
    newSecret: () => `bridge:${randomId()}`,
  },
} as const satisfies Readonly<Record<string, Signing>>;

type Field = readonly [name: string, value: string];

/** By the characters of the names, then of the values. */
function byName([name, value]: Field, [otherName, otherValue]: Field): number {
  if (name !== otherName) return name < otherName ? -1 : 1;
  return value < otherValue ? -1 : Number(value > otherValue);
}
