import { z } from 'zod';
import type { EventType, Scheme, Timestamp } from '../../../function/sources/scheme.ts';
import { flag, oneOf, whole } from '../values.ts';
import { wrongWithin } from './forgeable.ts';
import { exactlyOne, fromOf, header, place, places } from './places.ts';
import { label, signature } from './signature.ts';

const aPiece = 'body, timestamp, id, url, text such as { text: "." }, or a header such as { header: x-acme-topic }';
const text = z.strictObject({
  text: z.string('text').min(1, 'text that is not empty').max(256, 'at most 256 characters'),
});
const piece = z.union([z.literal(['body', 'timestamp', 'id', 'url']), text, z.strictObject({ header })], aPiece);

const onePlaceOfTime = 'header, field (of the header of the signature) or body, one of them';
const timestamp = z
  .strictObject(
    {
      ...places,
      field: label.optional(),
      unit: oneOf(['s', 'ms', 'iso']).optional(),
      toleranceSeconds: whole(1, 900).optional(),
    },
    onePlaceOfTime,
  )
  .superRefine(exactlyOne(['header', 'field', 'body'], onePlaceOfTime))
  .superRefine(({ body, unit }, context) => {
    if (body === undefined || unit === 'ms') return;
    context.addIssue({
      code: 'custom',
      path: ['unit'],
      message: 'ms: a field of the body is read as milliseconds alone',
    });
  })
  .transform(({ field, unit = 's', toleranceSeconds, ...at }): Timestamp => {
    const tolerance = toleranceSeconds === undefined ? {} : { toleranceSeconds };
    if (field !== undefined) return { from: { field }, unit, ...tolerance };
    const from = fromOf(at);
    return 'body' in from ? { from, unit: 'ms', ...tolerance } : { from, unit, ...tolerance };
  });

const anEventType = 'text, or header, body or joined (a list of those), one of them';
/** No union: of an object that is wrong, that would say no more than that it is. */
const eventType: z.ZodType<EventType> = z.unknown().transform((value, context) => {
  if (typeof value === 'string' && value !== '') return { always: value };
  const said = eventTypeSaid.safeParse(value);
  if (said.success) return said.data;
  for (const { path, ...issue } of said.error.issues) context.addIssue({ ...issue, path: [...path] });
  return z.NEVER;
});

const eventTypeSaid = z
  .strictObject(
    {
      ...places,
      joined: z.array(place, 'a list of headers and fields').min(1, 'at least one').optional(),
      otherwise: eventType.optional(),
    },
    anEventType,
  )
  .superRefine(exactlyOne(['header', 'body', 'joined'], anEventType))
  .transform(({ joined, otherwise, ...at }): EventType => {
    const [first = fromOf(at), ...more] = joined ?? [];
    return { from: [first, ...more], ...(otherwise === undefined ? {} : { otherwise }) };
  });

/** A scheme as a person describes it, without the name that it stands under. */
export const description = z
  .strictObject(
    {
      signature,
      signed: z.array(piece, `a list of pieces: ${aPiece}`).max(16, 'at most 16 pieces'),
      timestamp: timestamp.optional(),
      id: place.optional(),
      eventType: eventType.default({ always: 'webhook' }),
      takesArrays: flag().default(false),
      takesForms: flag().default(false),
      answer: oneOf([200, 204]).optional(),
      answerLimitMs: whole(1_000, 4_500).optional(),
    },
    'a scheme with signature and signed',
  )
  .transform(
    ({ timestamp, id, takesArrays, takesForms, answer, answerLimitMs, ...described }): Omit<Scheme, 'name'> => ({
      ...described,
      ...(timestamp === undefined ? {} : { timestamp }),
      ...(id === undefined ? {} : { id }),
      ...(takesArrays ? { takesArrays } : {}),
      ...(takesForms ? { takesForms } : {}),
      ...(answer === undefined ? {} : { answer }),
      ...(answerLimitMs === undefined ? {} : { answerLimitMs }),
    }),
  )
  .superRefine((scheme, context) => {
    for (const { path, message } of wrongWithin(scheme)) context.addIssue({ code: 'custom', path, message });
  });
