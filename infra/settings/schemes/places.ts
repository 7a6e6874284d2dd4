import { z } from 'zod';
import type { From, Names } from '../../../function/sources/scheme.ts';
import { unique } from '../values.ts';

/** https://www.rfc-editor.org/rfc/rfc9110#name-tokens */
const token = /^[!#$%&'*+.^_`|~0-9a-z-]{1,128}$/;

/**
 * Headers of one connection alone, which never reach a function, and those that AWS writes.
 * https://www.rfc-editor.org/rfc/rfc9110#name-connection
 */
const kept = [
  ...['connection', 'expect', 'keep-alive', 'proxy-connection', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...[
    'content-length',
    'cookie',
    'host',
    'x-amzn-trace-id',
    'x-forwarded-for',
    'x-forwarded-port',
    'x-forwarded-proto',
  ],
];

/** A header by its name, or by several of which the first that a delivery has counts. */
export const header = z.unknown().transform((value, context): Names => {
  const names = [value].flat().map((name) => (typeof name === 'string' ? name.toLowerCase() : ''));
  const message = wrongNames(names);
  const [first, ...more] = names;
  if (message === undefined && first !== undefined) return [first, ...more];
  context.addIssue({ code: 'custom', message: message ?? aHeader });
  return z.NEVER;
});

const aHeader = 'the name of a header, such as x-acme-signature, or a list of names';

function wrongNames(names: readonly string[]): string | undefined {
  if (!names.every((name) => token.test(name))) return aHeader;
  if (names.some((name) => kept.includes(name)))
    return `a header that the function gets as it was sent; it does not get ${kept.join(', ')}`;
  return unique(names) ? undefined : 'every name once';
}

/** A field of the body: `order.id`, or `[order, id]`, which is for names that have a dot in them. */
const field = z.unknown().transform((value, context): Names => {
  const names: readonly unknown[] = typeof value === 'string' ? value.split('.') : [value].flat();
  const [first, ...more] = names.filter((name) => typeof name === 'string' && name !== '');
  if (isText(first) && more.every(isText) && more.length === names.length - 1) return [first, ...more];
  context.addIssue({
    code: 'custom',
    message: 'the name of a field, such as id, or the way to it: order.id or [order, id]',
  });
  return z.NEVER;
});

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

interface Places {
  readonly header?: Names | undefined;
  readonly body?: Names | undefined;
}

/** Keys of whatever stands in a header or in a field of the body. */
export const places = { header: header.optional(), body: field.optional() };

/** `wanted` unless exactly one of these keys is there. */
export function exactlyOne(keys: readonly string[], wanted: string) {
  return (value: object, context: z.core.$RefinementCtx) => {
    const given = keys.filter((key) => Reflect.get(value, key) !== undefined);
    if (given.length !== 1) context.addIssue({ code: 'custom', message: wanted });
  };
}

const onePlace = 'header or body, one of them';

export const place = z
  .strictObject(places, onePlace)
  .superRefine(exactlyOne(['header', 'body'], onePlace))
  .transform(fromOf);

/** Callers have checked that exactly one of them is there. */
export function fromOf({ header, body }: Places): From {
  if (header !== undefined) return { header };
  if (body !== undefined) return { body };
  throw new Error('neither a header nor a field of the body');
}
