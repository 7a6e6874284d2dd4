import { token } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * GitLab, of webhooks with the older secret token, which is sent as it is: nothing is signed.
 * https://docs.gitlab.com/user/project/integrations/webhooks/
 */
export const gitlabToken: Scheme = {
  name: 'gitlab-token',
  signature: { names: ['x-gitlab-token'], encoding: 'text', made: { algorithm: token, key: 'utf8' } },
  signed: [],
  isBodySigned: false,
  id: { header: ['x-gitlab-event-uuid'] },
  eventType: { from: [{ body: ['object_kind'] }], otherwise: { from: [{ body: ['event_name'] }] } },
};
