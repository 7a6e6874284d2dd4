import { hmacSha256 } from './algorithms.ts';
import type { Scheme } from './scheme.ts';

/**
 * HubSpot, version 3 of its signatures: a list of events, signed with the method, the address and the time.
 * https://developers.hubspot.com/docs/apps/legacy-apps/authentication/validating-requests
 */
export const hubspot: Scheme = {
  name: 'hubspot',
  signature: {
    names: ['x-hubspot-signature-v3'],
    encoding: 'base64',
    made: { algorithm: hmacSha256, key: 'utf8' },
  },
  signed: [{ text: 'POST' }, 'url', 'body', 'timestamp'],
  rule: ({ url, body, timestamp }) => (timestamp === undefined ? undefined : ['POST', decoded(url), body, timestamp]),
  timestamp: { from: { header: ['x-hubspot-request-timestamp'] }, unit: 'ms', toleranceSeconds: 300 },
  eventType: { always: 'events' },
  takesArrays: true,
};

/** HubSpot takes these escapes out of the address before it signs it, and no others. */
function decoded(url: string): string {
  return url.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, decodeURIComponent);
}
