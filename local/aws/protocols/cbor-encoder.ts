/** The members whose numbers are not what they look like: times are tagged, and doubles are so when they are whole too. */
export interface NumberKinds {
  readonly timestamps: ReadonlySet<string>;
  readonly doubles: ReadonlySet<string>;
}

/**
 * CBOR as AWS's services write it (RFC 8949). The codec of the SDK, which reads requests here, writes whole doubles as
 * integers, so that clients in Python print them otherwise than AWS's.
 */
export function encodeCbor(value: object, kinds: NumberKinds): Buffer {
  return Buffer.concat(encoded(value, '', kinds));
}

const major = { unsigned: 0, negative: 1, text: 3, array: 4, map: 5 } as const;
/** Tag 1: seconds since the epoch. */
const epochTag = Buffer.of(0xc1);
const [no, yes, nothing] = [Buffer.of(0xf4), Buffer.of(0xf5), Buffer.of(0xf6)];

/** What is undefined is left out, as JSON leaves it out. */
function encoded(value: unknown, name: string, kinds: NumberKinds): readonly Buffer[] {
  if (typeof value === 'number') return number(value, name, kinds);
  if (typeof value === 'string') {
    const text = Buffer.from(value);
    return [head(major.text, text.length), text];
  }
  if (typeof value === 'boolean') return [value ? yes : no];
  if (Array.isArray(value)) {
    return [head(major.array, value.length), ...value.flatMap((item) => encoded(item, name, kinds))];
  }
  if (typeof value !== 'object' || value === null) return [nothing];
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  // What a map of doubles holds has names of its own.
  const inside = (key: string) => (kinds.doubles.has(name) ? name : key);
  const pairs = members.flatMap(([key, member]) => [
    ...encoded(key, '', kinds),
    ...encoded(member, inside(key), kinds),
  ]);
  return [head(major.map, members.length), ...pairs];
}

function number(value: number, name: string, { timestamps, doubles }: NumberKinds): readonly Buffer[] {
  const plain = doubles.has(name) || !Number.isSafeInteger(value) ? double(value) : integer(value);
  return timestamps.has(name) ? [epochTag, plain] : [plain];
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(9, 0xfb);
  bytes.writeDoubleBE(value, 1);
  return bytes;
}

function integer(value: number): Buffer {
  return value >= 0 ? head(major.unsigned, value) : head(major.negative, -1 - value);
}

function head(kind: number, argument: number): Buffer {
  const first = kind << 5;
  if (argument < 24) return Buffer.of(first | argument);
  if (argument < 2 ** 8) return Buffer.of(first | 24, argument);
  const bytes = Buffer.alloc(argument < 2 ** 16 ? 3 : argument < 2 ** 32 ? 5 : 9);
  bytes[0] = first | (bytes.length === 3 ? 25 : bytes.length === 5 ? 26 : 27);
  if (bytes.length === 9) bytes.writeBigUInt64BE(BigInt(argument), 1);
  else bytes.writeUIntBE(argument, 1, bytes.length - 1);
  return bytes;
}
