/* c8 ignore start: types alone, of which nothing runs. */

/** How one kind of sender signs and what its payload says. One file a scheme, all of this shape. */
export interface Scheme {
  /** The name in the settings. */
  readonly name: string;
  /** The header that holds the signature, lower-case. */
  readonly signatureHeader: string;
  /** The digest that the header claims, or nothing when the header is not of the scheme's shape. */
  readonly claimedDigest: (header: string) => Buffer | undefined;
  /** The digest that a sender with this secret would have claimed for these bytes. */
  readonly digest: (secret: string, body: Buffer) => Buffer;
  /** What the bridge must know of a verified payload. */
  readonly read: (payload: Readonly<Record<string, unknown>>) => Reading;
}

export type Reading =
  | {
      readonly ok: true;
      /** Becomes the event's detail-type. */
      readonly eventType: string;
      /** The signed time of sending, in milliseconds since the epoch. */
      readonly sentAt: number;
    }
  | {
      readonly ok: false;
      /** The field that is missing or of the wrong type. */
      readonly field: string;
    };
