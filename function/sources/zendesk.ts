import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Zendesk, whose bodies have a type when they come of event subscriptions; those of triggers are what somebody wrote
 * there. It names no tolerance.
 * https://developer.zendesk.com/documentation/webhooks/verifying/
 */
export const zendesk: Scheme = {
  name: 'zendesk',
  signature: {
    names: ['x-zendesk-webhook-signature'],
    encoding: 'base64',
    made: { algorithm: hmacSha256, key: 'utf8' },
  },
  signed: ['timestamp', 'body'],
  timestamp: { from: { header: ['x-zendesk-webhook-signature-timestamp'] }, unit: 'iso' },
  id: { header: ['x-zendesk-webhook-invocation-id'] },
  eventType: { from: [{ body: ['type'] }], otherwise: { always: 'webhook' } },
  takesArrays: true,
};
