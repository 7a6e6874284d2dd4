import { valueAt } from '../delivery/fields.ts';
import { hmacSha256 } from './algorithms.ts';
import type { Scheme, SignedRequest } from './scheme.ts';

const item = ['notificationItems', '0', 'NotificationRequestItem'] as const;

/**
 * Adyen. Webhooks of payments have the signature in the body and sign some of its fields alone; the others have it in a
 * header and sign the body. The key is in hex. No time is signed.
 * https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures
 */
export const adyen: Scheme = {
  name: 'adyen',
  signature: {
    names: ['hmacsignature'],
    field: { body: [...item, 'additionalData', 'hmacSignature'] },
    encoding: 'base64',
    made: { algorithm: hmacSha256, key: 'hex' },
  },
  signed: ['body'],
  rule: signedByAdyen,
  isBodySigned: false,
  eventType: { from: [{ body: [...item, 'eventCode'] }], otherwise: { from: [{ body: ['type'] }] } },
};

/** Of a payment, in their order. */
const fields = [
  ['pspReference'],
  ['originalReference'],
  ['merchantAccountCode'],
  ['merchantReference'],
  ['amount', 'value'],
  ['amount', 'currency'],
  ['eventCode'],
  ['success'],
] as const;

function signedByAdyen({ headers, body }: SignedRequest): readonly (string | Buffer)[] | undefined {
  if (headers.hmacsignature !== undefined) return [body];
  // The body is JSON: the signature was found in it.
  const payload: unknown = JSON.parse(body.toString('utf8'));
  // What is in a second item nobody would have signed.
  if (valueAt(payload, { body: ['notificationItems', '1'] }) !== undefined) return undefined;
  const texts = fields.map((field) => textOf(valueAt(payload, { body: [...item, ...field] })));
  return texts.every((text) => text !== undefined) ? [texts.join(':')] : undefined;
}

/** The amount is an integer, in the currency's smallest unit; what is missing is signed as nothing. */
function textOf(value: unknown): string | undefined {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' || Number.isSafeInteger(value) ? String(value) : undefined;
}
