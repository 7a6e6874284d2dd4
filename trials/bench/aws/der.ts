/** One DER element: its tag, its length, its content. */
export function der(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), lengthOf(content), content]);
}

/** Tags of ITU-T X.690 and X.680, constructed where the type is. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  utcTime: 0x17,
} as const;

export const sequence = (...contents: readonly Uint8Array[]): Buffer => der(tag.sequence, ...contents);

/** By its encoded content in hex. */
export const objectIdentifier = (hex: string): Buffer => der(tag.objectIdentifier, Buffer.from(hex, 'hex'));

/** A bit string of whole bytes. */
export const bitString = (content: Uint8Array): Buffer => der(tag.bitString, Buffer.from([0]), content);

/** `YYMMDDhhmmssZ` */
export function utcTime(at: Date): Buffer {
  const digits = at.toISOString().replace(/\D/g, '').slice(2, 14);
  return der(tag.utcTime, Buffer.from(`${digits}Z`));
}

function lengthOf({ length }: Uint8Array): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}
