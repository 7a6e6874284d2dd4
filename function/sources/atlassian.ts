import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Jira and Bitbucket, of webhooks that have a secret. Jira's time in the body stays the same when it tries again, so
 * nothing is held to it.
 * https://developer.atlassian.com/cloud/jira/platform/webhooks/
 * https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/
 */
export const atlassian: Scheme = {
  name: 'atlassian',
  signature: {
    names: ['x-hub-signature'],
    encoding: 'hex',
    made: { after: '=', labels: { sha256: { algorithm: hmacSha256, key: 'utf8' } } },
  },
  signed: ['body'],
  id: { header: ['x-atlassian-webhook-identifier', 'x-request-uuid'] },
  // Jira says it in the body and Bitbucket in a header.
  eventType: { from: [{ body: ['webhookEvent'] }], otherwise: { from: [{ header: ['x-event-key'] }] } },
};
