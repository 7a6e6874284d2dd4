/** A point in time among the values of a query: shown as a date, counted with in milliseconds. */
export class Timestamp {
  /** Since the epoch. */
  readonly ms: number;

  constructor(ms: number) {
    this.ms = ms;
  }
}

/** What a field holds. Undefined where a log event does not have it; null in JSON is the same to Logs Insights. */
export type Value = string | number | boolean | Timestamp | undefined;

/** The value as a number, where it is one: text that holds a number counts, since `parse` yields text. */
export function numberIn(value: Value): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  if (value instanceof Timestamp) return value.ms;
  return value !== undefined && numeral.test(value) ? Number(value) : undefined;
}

const numeral = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*$/i;

/** As the result of a query has it. Logs Insights knows JSON's true and false as 1 and 0. */
export function textOf(value: Exclude<Value, undefined>): string {
  if (typeof value === 'boolean') return value ? '1' : '0';
  if (value instanceof Timestamp) return new Date(value.ms).toISOString().replace('T', ' ').replace('Z', '');
  if (typeof value !== 'number' || Number.isInteger(value)) return String(value);
  // The last digits of a fraction are the error of its calculation: 98.527, not 98.52700000000002.
  return String(Number(value.toPrecision(15)));
}

/** What a filter keeps. */
export function isTrue(value: Value): boolean {
  return value === true || (typeof value === 'number' && value !== 0);
}

export function equal(one: Value, other: Value): boolean {
  const [number, otherNumber] = [numberIn(one), numberIn(other)];
  if (number !== undefined && otherNumber !== undefined) return number === otherNumber;
  if (typeof one === 'boolean' || typeof other === 'boolean') return String(one) === String(other);
  return one !== undefined && other !== undefined && textOf(one) === textOf(other);
}

/** Less than 0 when `one` comes first: by number where both are, by Unicode otherwise. */
export function compared(one: Exclude<Value, undefined>, other: Exclude<Value, undefined>): number {
  const [number, otherNumber] = [numberIn(one), numberIn(other)];
  if (number !== undefined && otherNumber !== undefined) return number - otherNumber;
  const [text, otherText] = [textOf(one), textOf(other)];
  return text < otherText ? -1 : Number(text > otherText);
}

/**
 * The order of `sort … asc`: what has no value, then text, then numbers. Text is compared in pieces, digits and others:
 * numerals by their length first (CWL_QuerySyntax-Sort).
 */
export function inNaturalOrder(one: Value, other: Value): number {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  const [number, otherNumber] = [numberIn(one), numberIn(other)];
  if (number !== undefined && otherNumber !== undefined) return number - otherNumber;
  if (number !== undefined || otherNumber !== undefined) return number === undefined ? -1 : 1;
  const [pieces, otherPieces] = [piecesOf(textOf(one)), piecesOf(textOf(other))];
  for (const [index, piece] of pieces.entries()) {
    const otherPiece = otherPieces[index];
    if (otherPiece === undefined) return 1;
    const difference = comparePieces(piece, otherPiece);
    if (difference !== 0) return difference;
  }
  return pieces.length - otherPieces.length;
}

function piecesOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? [];
}

function comparePieces(one: string, other: string): number {
  const bothDigits = /^\d/.test(one) && /^\d/.test(other);
  if (bothDigits && one.length !== other.length) return one.length - other.length;
  return one < other ? -1 : Number(one > other);
}
