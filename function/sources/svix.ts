import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Svix and who sends through it, such as Clerk, Resend and Brex: v1 of Standard Webhooks under header names of its own,
 * or under both.
 * https://docs.svix.com/receiving/verifying-payloads/how-manual
 */
export const svix: Scheme = {
  name: 'svix',
  signature: {
    names: ['svix-signature', 'webhook-signature'],
    between: ' ',
    encoding: 'base64',
    made: { after: ',', labels: { v1: { algorithm: hmacSha256, key: 'base64', prefix: 'whsec_' } } },
  },
  signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
  timestamp: { from: { header: ['svix-timestamp', 'webhook-timestamp'] }, unit: 's', toleranceSeconds: 300 },
  id: { header: ['svix-id', 'webhook-id'] },
  eventType: { from: [{ body: ['type'] }], otherwise: { always: 'webhook' } },
  takesArrays: true,
};
