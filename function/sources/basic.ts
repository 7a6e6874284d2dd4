import { token } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * A sender that signs nothing and shows a user and a password, such as those of `https://user:password@…`. The secret is
 * `user:password`. Only TLS keeps them from others, and nothing tells a delivery from one that was changed.
 * https://www.rfc-editor.org/rfc/rfc7617
 */
export const basic: Scheme = {
  name: 'basic',
  signature: {
    names: ['authorization'],
    encoding: 'base64',
    made: { after: ' ', labels: { Basic: { algorithm: token, key: 'utf8' } } },
  },
  signed: [],
  isBodySigned: false,
  eventType: { from: [{ body: ['type'] }], otherwise: { always: 'webhook' } },
  takesArrays: true,
};
