import { hmac, randomId, randomNumber, type Signing, seconds } from './sender.ts';

/** Senders with nothing to them but one HMAC, by their documentation, to which the files of function/sources/ link. */
export const services = {
  momento: {
    payload: (now) => ({
      cache: 'chat',
      topic: 'room-281',
      event_timestamp: now,
      publish_timestamp: now,
      topic_sequence_number: randomNumber(),
      token_id: '',
      text: 'Good morning',
    }),
    headers: (secret, _now, body) => ({
      'user-agent': 'Momento/1.0 (Webhooks; local run)',
      'momento-signature': hmac('sha3-256', secret, body).toString('hex'),
    }),
  },
  github: {
    payload: () => ({
      action: 'opened',
      issue: { id: randomNumber(), number: 7, title: 'It does not start' },
      repository: { full_name: 'octo-org/octo-repo' },
    }),
    headers: (secret, _now, body) => ({
      'user-agent': 'GitHub-Hookshot/local',
      'x-github-event': 'issues',
      'x-github-delivery': randomId(),
      'x-hub-signature-256': `sha256=${hmac('sha256', secret, body).toString('hex')}`,
    }),
  },
  stripe: {
    payload: (now) => ({
      id: randomId('evt_'),
      object: 'event',
      created: Math.floor(now / 1000),
      type: 'invoice.paid',
      data: { object: { id: randomId('in_'), object: 'invoice', amount_paid: 1234 } },
    }),
    headers(secret, now, body) {
      const digest = hmac('sha256', secret, `${seconds(now)}.`, body).toString('hex');
      return { 'stripe-signature': `t=${seconds(now)},v0=${'0'.repeat(64)},v1=${digest}` };
    },
    newSecret: () => randomId('whsec_'),
  },
  shopify: {
    payload: () => ({ id: randomNumber(), line_items: [{ title: 'Lamp', quantity: 1 }], total_price: '12.34' }),
    headers: (secret, now, body) => ({
      'x-shopify-topic': 'orders/create',
      'x-shopify-webhook-id': randomId(),
      'x-shopify-triggered-at': new Date(now).toISOString(),
      'x-shopify-hmac-sha256': hmac('sha256', secret, body).toString('base64'),
    }),
  },
  linear: {
    payload: (now) => ({
      action: 'create',
      type: 'Issue',
      data: { id: randomId(), title: 'It does not start' },
      webhookTimestamp: now,
    }),
    headers: (secret, _now, body) => ({
      'linear-event': 'Issue',
      'linear-delivery': randomId(),
      'linear-signature': hmac('sha256', secret, body).toString('hex'),
    }),
  },
  zendesk: {
    payload: () => ({
      type: 'zen:event-type:ticket.created',
      id: randomId(),
      detail: { id: String(randomNumber()) },
    }),
    headers(secret, now, body) {
      const time = new Date(now).toISOString().replace(/\.\d+/, '');
      return {
        'x-zendesk-webhook-invocation-id': randomId(),
        'x-zendesk-webhook-signature-timestamp': time,
        'x-zendesk-webhook-signature': hmac('sha256', secret, time, body).toString('base64'),
      };
    },
  },
  paddle: {
    payload: (now) => ({
      event_id: randomId('evt_'),
      event_type: 'transaction.completed',
      occurred_at: new Date(now).toISOString(),
      data: { id: randomId('txn_') },
    }),
    headers(secret, now, body) {
      const digest = hmac('sha256', secret, `${seconds(now)}:`, body).toString('hex');
      return { 'paddle-signature': `ts=${seconds(now)};h1=${digest}` };
    },
  },
  pagerduty: {
    payload: (now) => ({
      event: {
        id: randomId(),
        event_type: 'incident.triggered',
        occurred_at: new Date(now).toISOString(),
        data: { id: randomId() },
      },
    }),
    headers: (secret, _now, body) => ({
      'x-webhook-id': randomId(),
      'x-pagerduty-signature': `v1=${hmac('sha256', secret, body).toString('hex')}`,
    }),
  },
  atlassian: {
    payload: (now) => ({
      timestamp: now,
      webhookEvent: 'jira:issue_created',
      issue: { id: String(randomNumber()), key: 'WB-7' },
    }),
    headers: (secret, _now, body) => ({
      'x-atlassian-webhook-identifier': randomId(),
      'x-hub-signature': `sha256=${hmac('sha256', secret, body).toString('hex')}`,
    }),
  },
  intercom: {
    payload: (now) => ({
      type: 'notification_event',
      id: randomId('notif_'),
      topic: 'conversation.user.created',
      created_at: Math.floor(now / 1000),
      data: { item: { type: 'conversation', id: randomId() } },
    }),
    headers: (secret, _now, body) => ({
      'x-hub-signature': `sha1=${hmac('sha1', secret, body).toString('hex')}`,
    }),
  },
} as const satisfies Readonly<Record<string, Signing>>;
