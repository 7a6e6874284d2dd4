import { createHash } from 'node:crypto';
import { z } from 'zod';
import { sqsError } from '../errors.ts';
import { isSqsText } from './characters.ts';

/** A message attribute as it travels. `BinaryValue` is base64. */
export const messageAttribute = z.strictObject({
  DataType: z.string().regex(/^(String|Number|Binary)(\..+)?$/, 'is String, Number or Binary, with an optional .label'),
  StringValue: z.string().optional(),
  BinaryValue: z.base64().optional(),
});

export type MessageAttribute = z.output<typeof messageAttribute>;
export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const maximumAttributes = 10;

export function validAttributes(attributes: MessageAttributes): MessageAttributes {
  if (Object.keys(attributes).length > maximumAttributes) {
    throw sqsError(
      'InvalidParameterValue',
      `Number of message attributes [${Object.keys(attributes).length}] exceeds the allowed maximum [${maximumAttributes}].`,
    );
  }
  for (const [name, attribute] of Object.entries(attributes)) {
    const wrong = wrongName(name) ?? wrongValue(name, attribute);
    if (wrong !== undefined) throw sqsError('InvalidParameterValue', wrong);
  }
  return attributes;
}

/** A name has letters, digits, `_`, `-` and `.`, which neither begins nor ends it, and is not one of AWS's own. */
function wrongName(name: string): string | undefined {
  if (name.length > 256) return 'Message (user) attribute names must be shorter than 256 Bytes';
  if (/^[\p{L}\d_-]([\p{L}\d_.-]*[\p{L}\d_-])?$/u.test(name) && !/^(aws|amazon)\./i.test(name)) return undefined;
  return `Invalid attribute name ${name}: it has letters, digits, periods, hyphens and underscores, neither begins nor ends with a period, and does not begin with AWS. or Amazon.`;
}

function wrongValue(name: string, attribute: MessageAttribute): string | undefined {
  if (attribute.DataType.length > 256) return 'Invalid attribute type: it has up to 256 characters.';
  if (!valueBytes(attribute)) {
    return `Message (user) attribute '${name}' must contain a non-empty value of type '${attribute.DataType}'.`;
  }
  return isSqsText(attribute.StringValue ?? '') ? undefined : `Invalid characters found in the attribute '${name}'.`;
}

/** What the attributes add to a message's size: names, types and values. */
export function attributesBytes(attributes: MessageAttributes): number {
  return Object.entries(attributes).reduce(
    (sum, [name, attribute]) =>
      sum + Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType) + (valueBytes(attribute)?.length ?? 0),
    0,
  );
}

/**
 * The MD5 that clients check: over every attribute by name, its name, its type and its value, each after its length in
 * four bytes, and before the value one byte that tells text (1) from bytes (2).
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function attributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const md5 = createHash('md5');
  const field = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    md5.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (!attribute) continue;
    field(Buffer.from(name));
    field(Buffer.from(attribute.DataType));
    md5.update(Buffer.of(isBinary(attribute) ? 2 : 1));
    field(valueBytes(attribute) ?? Buffer.alloc(0));
  }
  return md5.digest('hex');
}

/** What `MessageAttributeNames` asks for: `All`, `*` or `.*`, a name, or a prefix as `prefix.*`. */
export function selectedAttributes(attributes: MessageAttributes, names: readonly string[]): MessageAttributes {
  const asked = (name: string) =>
    names.some(
      (wanted) =>
        wanted === 'All' ||
        wanted === '*' ||
        wanted === name ||
        (wanted.endsWith('.*') && name.startsWith(wanted.slice(0, -2))),
    );
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => asked(name)));
}

function isBinary({ DataType }: MessageAttribute): boolean {
  return DataType.startsWith('Binary');
}

/** The value of the attribute's type; undefined when it is empty or only another type's value is there. */
function valueBytes(attribute: MessageAttribute): Buffer | undefined {
  const { StringValue, BinaryValue } = attribute;
  const value = isBinary(attribute)
    ? BinaryValue && Buffer.from(BinaryValue, 'base64')
    : StringValue && Buffer.from(StringValue);
  return value || undefined;
}
