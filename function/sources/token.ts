import { token as shown } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * A sender that signs nothing and shows a token in the header Authorization, behind `Bearer`. Only TLS keeps the token
 * from others, and nothing tells a delivery from one that was changed.
 * https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export const token: Scheme = {
  name: 'token',
  signature: {
    names: ['authorization'],
    encoding: 'text',
    made: { after: ' ', labels: { Bearer: { algorithm: shown, key: 'utf8' } } },
  },
  signed: [],
  isBodySigned: false,
  eventType: { from: [{ body: ['type'] }], otherwise: { always: 'webhook' } },
  takesArrays: true,
};
