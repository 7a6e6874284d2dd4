import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * GitLab, of webhooks with a signing token: Standard Webhooks. For the older secret token there is gitlab-token.
 * https://docs.gitlab.com/user/project/integrations/webhooks/
 */
export const gitlab: Scheme = {
  name: 'gitlab',
  signature: {
    names: ['webhook-signature'],
    between: ' ',
    encoding: 'base64',
    made: { after: ',', labels: { v1: { algorithm: hmacSha256, key: 'base64', prefix: 'whsec_' } } },
  },
  signed: ['id', { text: '.' }, 'timestamp', { text: '.' }, 'body'],
  timestamp: { from: { header: ['webhook-timestamp'] }, unit: 's', toleranceSeconds: 300 },
  id: { header: ['webhook-id'] },
  eventType: { from: [{ body: ['object_kind'] }], otherwise: { from: [{ body: ['event_name'] }] } },
};
