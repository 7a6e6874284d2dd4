import { z } from 'zod';

/** An event type, no longer than EventBridge takes. */
export const text = z.string().min(1).max(128);
const time = z.iso.datetime({ precision: 3 });

/** A JSON object, as the sender sent it. */
export const object = z.record(z.string(), z.unknown());
/** An object, or an array of whatever the sender has: mostly of objects. */
export const objectOrArray = z.union([object, z.array(z.unknown())]);
/** A form, whose fields are texts and, where they were sent more than once, arrays of texts; or an object. */
export const formOrObject = z.union([z.record(z.string(), z.union([z.string(), z.array(z.string())])), object]);

/** The sender signs when it sent. */
export const signedTime = { sentAt: time };
/** The sender signs the id of each delivery: it is there, and duplicates are told by it. */
export const alwaysSignedId = { senderId: z.string().min(1).max(256), senderIdSigned: z.literal(true) };
/** The same, where a delivery may have none. */
export const signedId = {
  senderId: alwaysSignedId.senderId.optional(),
  senderIdSigned: alwaysSignedId.senderIdSigned.optional(),
};
/** The sender has an id for each delivery, which it does not sign: it proves nothing. */
export const unsignedId = { senderId: signedId.senderId, senderIdSigned: z.literal(false).optional() };
/** The signature does not cover the whole body, or there is none. */
export const unsignedBody = { bodySigned: z.literal(false) };

interface Parts<
  Scheme extends z.ZodType,
  Metadata extends z.ZodRawShape,
  Data extends z.ZodType,
  Type extends z.ZodType,
> {
  readonly scheme: Scheme;
  /** Beside what is in all of them. */
  readonly metadata: Metadata;
  readonly data: Data;
  readonly eventType: Type;
}

/**
 * An event of a scheme as a rule's target gets it. What the bridge writes is strict; around it, EventBridge may add more.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export function event<
  Scheme extends z.ZodType,
  Metadata extends z.ZodRawShape,
  Data extends z.ZodType,
  Type extends z.ZodType,
>({ scheme, metadata, data, eventType }: Parts<Scheme, Metadata, Data, Type>) {
  return z.object({
    version: z.literal('0'),
    /** EventBridge's own: another one for each copy of a delivery that is published twice. */
    id: z.string(),
    'detail-type': eventType,
    /** `webhook.` and the name of the source in the settings. */
    source: z.templateLiteral(['webhook.', z.string()]),
    account: z.string(),
    time: z.iso.datetime(),
    region: z.string(),
    resources: z.array(z.string()),
    /** Where a replay of the archive brought the event again. */
    'replay-name': z.string().optional(),
    detail: z.strictObject({
      metadata: z.strictObject({
        /** The same for each copy of a delivery: tell duplicates by it. */
        id: z.string().regex(/^[0-9a-f]{32}$/),
        source: z.string(),
        scheme,
        eventType,
        receivedAt: time,
        /** The id of the X-Ray trace, where there is one. */
        traceId: z.string().optional(),
        ...metadata,
      }),
      data,
    }),
  });
}
