import { hmacSha3 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * Momento Topics webhooks: `momento-signature` is the hex HMAC-SHA3-256 of the body's bytes, keyed by the secret's
 * UTF-8 text; the body says when it was published.
 * https://github.com/momentohq/client-sdk-javascript (webhook utilities)
 */
export const momento: Scheme = {
  name: 'momento',
  signature: {
    names: ['momento-signature'],
    encoding: 'hex',
    made: { algorithm: hmacSha3, key: 'utf8' },
  },
  signed: ['body'],
  timestamp: { from: { body: ['publish_timestamp'] }, unit: 'ms' },
  eventType: { from: [{ body: ['cache'] }, { body: ['topic'] }] },
};
