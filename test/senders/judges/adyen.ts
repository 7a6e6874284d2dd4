import fc from 'fast-check';
import { anyBodies, hexSecrets } from '../generated.ts';
import type { Body, Judge } from '../judge.ts';
import { load } from '../packages/load.ts';

const texts = fc.string({ unit: 'binary' });

/** Of a payment: each field that is signed, and one that is not. */
const payments: fc.Arbitrary<Body> = fc
  .record(
    {
      pspReference: texts,
      originalReference: texts,
      merchantAccountCode: texts,
      merchantReference: texts,
      amount: fc.record({ value: fc.nat(), currency: fc.constantFrom('EUR', 'JPY') }),
      eventCode: fc.constantFrom('AUTHORISATION', 'CAPTURE'),
      success: fc.constantFrom('true', 'false'),
      reason: texts,
    },
    { requiredKeys: ['pspReference', 'merchantAccountCode', 'merchantReference', 'amount', 'eventCode', 'success'] },
  )
  .map((item) => () => JSON.stringify({ live: 'false', notificationItems: [{ NotificationRequestItem: item }] }));

export const adyen: readonly Judge[] = [
  {
    scheme: 'adyen',
    kind: 'webhooks of a platform',
    package: '@adyen/api-library',
    secrets: hexSecrets,
    bodies: anyBodies('adyen'),
    async load() {
      const validator = await hmacValidator();
      return {
        verifies: ({ headers, body }, key) => validator.validateHMACSignature(key, headers.hmacsignature ?? '', body),
        signs: ({ body }, { signing }) => ({ headers: { hmacsignature: validator.calculateHmac(body, signing) } }),
      };
    },
  },
  {
    scheme: 'adyen',
    kind: 'webhooks of payments',
    package: '@adyen/api-library',
    secrets: hexSecrets,
    bodies: payments,
    alter: (body) => body.replace('"pspReference":"', '"pspReference":"x'),
    isSentHere: false,
    async load() {
      const validator = await hmacValidator();
      return {
        verifies: ({ body }, key) => validator.validateHMAC(itemOf(body), key),
        signs({ body }, { signing }) {
          const item = itemOf(body);
          const hmacSignature = validator.calculateHmac(item, signing);
          const signed = { ...item, additionalData: { hmacSignature } };
          return {
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ notificationItems: [{ NotificationRequestItem: signed }] }),
          };
        },
      };
    },
  },
];

async function hmacValidator(): Promise<HmacValidator> {
  const library = await load<{ readonly hmacValidator: new () => HmacValidator }>('@adyen/api-library');
  return new library.hmacValidator();
}

interface HmacValidator {
  readonly calculateHmac: (signed: string | object, key: string) => string;
  readonly validateHMACSignature: (key: string, signature: string, body: string) => boolean;
  readonly validateHMAC: (item: object, key: string) => boolean;
}

function itemOf(body: string): object {
  const { notificationItems }: Payment = JSON.parse(body);
  return notificationItems[0].NotificationRequestItem;
}

interface Payment {
  readonly notificationItems: readonly [{ readonly NotificationRequestItem: object }];
}
