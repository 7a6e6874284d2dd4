import { createHash } from 'node:crypto';
import { isForm } from '../delivery/forms.ts';
import { hmacSha1 } from './algorithms.ts';
import type { Scheme, SignedRequest } from './scheme.ts';

/**
 * Twilio, by HMAC-SHA1 with the account's Auth Token: the address, then the fields of a form in the order of their
 * names. JSON is signed by its digest, which is in the query. No time is signed, nor what parts a name from its value:
 * whoever has seen a form can move that.
 * https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export const twilio: Scheme = {
  name: 'twilio',
  signature: {
    names: ['x-twilio-signature'],
    encoding: 'base64',
    made: { algorithm: hmacSha1, key: 'utf8' },
  },
  signed: ['url', 'body'],
  rule: signedByTwilio,
  isBodySigned: false,
  id: { header: ['i-twilio-idempotency-token'] },
  eventType: {
    from: [{ body: ['MessageStatus'] }],
    otherwise: {
      from: [{ body: ['SmsStatus'] }],
      otherwise: { from: [{ body: ['CallStatus'] }], otherwise: { always: 'webhook' } },
    },
  },
  takesForms: true,
  // An answer of 200 with a body would have to be TwiML.
  answer: 204,
};

function signedByTwilio({ url, body, headers }: SignedRequest): readonly string[] | undefined {
  const digest = new URL(url).searchParams.get('bodySHA256');
  if (digest !== null) return digest === createHash('sha256').update(body).digest('hex') ? [url] : undefined;
  // Nothing else of the body is signed.
  if (!isForm(twilio, headers)) return undefined;
  const fields = new Map<string, Set<string>>();
  for (const [name, value] of new URLSearchParams(body.toString('utf8'))) {
    fields.set(name, (fields.get(name) ?? new Set()).add(value));
  }
  const inOrder = [...fields].sort(([one], [other]) => (one < other ? -1 : 1));
  return [url, ...inOrder.flatMap(([name, values]) => [...values].sort().map((value) => name + value))];
}
