/** One leaf of an event. An event is matched by its leaves alone: an empty object or array has none. */
export interface Field {
  /** A string stands between (unescaped) quotation marks, so that no filter on strings ever meets a number. */
  readonly text: string;
  /** Where the leaf is a number that can be compared. */
  readonly number: number | undefined;
  /** The element of each array of objects that the leaf is in. */
  readonly elements: Elements;
}

/** Element index by array; arrays are numbered in the order of the event. */
export type Elements = ReadonlyMap<number, number>;

export type FieldTest = (field: Field) => boolean;
