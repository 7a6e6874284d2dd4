/* c8 ignore start: types alone, of which nothing runs. */

/**
 * How one kind of sender signs and what its deliveries say: data alone, one file per scheme. delivery/signature/ and
 * delivery/reading.ts go by it.
 */
export interface Scheme {
  /** The name in the settings, and of the file. */
  readonly name: string;
  readonly signature: SignatureHeader;
  /** What is signed: these pieces, one directly after the other, byte for byte as they came. */
  readonly signed: readonly Piece[];
  /** What is signed where pieces cannot say it; nothing for a request that the sender cannot have signed. */
  readonly rule?: (request: SignedRequest) => readonly (string | Buffer)[] | undefined;
  /** False where the signature does not cover the whole body, or there is none: then the event says so. */
  readonly isBodySigned?: false;
  /** When it was sent, by a time that is signed. Left out where none is: such a delivery is never stale. */
  readonly timestamp?: Timestamp;
  /** The sender's own id of the delivery. It is signed where `signed` names it, or where it lies in the body. */
  readonly id?: From;
  readonly eventType: EventType;
  /** Whether the body may be a JSON array too, and not an object alone. */
  readonly takesArrays?: true;
  /** Whether the body may be a form (application/x-www-form-urlencoded) too. */
  readonly takesForms?: true;
  /** Requests that ask for an answer of their own, and become no event. */
  readonly handshakes?: readonly Handshake[];
  /** The parameters of the GET by which the sender checks the address: its text is answered when the token is ours. */
  readonly subscription?: Subscription;
  /** The status of an empty answer to a delivery that is taken, instead of 200 or 202 with its id. */
  readonly answer?: 200 | 204;
  /** How long a delivery may take, in milliseconds, of a sender that hangs up early. */
  readonly answerLimitMs?: number;
}

/** The request of a delivery. */
export interface DeliveryRequest {
  /** The address that the sender was given, with the query that it sent. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: Buffer;
}

/** What of a request a signature may cover. */
export interface SignedRequest extends DeliveryRequest {
  /** The signed time, as it was written. */
  readonly timestamp: string | undefined;
}

export type Piece = 'body' | 'timestamp' | 'id' | 'url' | Text | Header | Query | BodyField;

/** A signed delivery that has this value there. */
interface Handshake {
  readonly when: From;
  readonly is: string | number;
  readonly answer:
    | { readonly status: 204 }
    /** The text of this field, as text/plain. */
    | { readonly echo: BodyField }
    /** JSON that is made with the secret that signed the delivery; nothing where the payload is not as it should be. */
    | ((payload: unknown, secret: string) => string | undefined);
}

interface Subscription {
  readonly mode: readonly [parameter: string, value: string];
  readonly token: string;
  readonly challenge: string;
}

export interface SignatureHeader {
  /** Headers, in lower case. Further names are aliases: the first that a delivery has counts. */
  readonly names: Names;
  /** Has it where no header does. */
  readonly field?: BodyField;
  /** What stands between the parts of the header, where there may be several. */
  readonly between?: ' ' | ',' | ';';
  /** As text, a token is as it was sent. */
  readonly encoding: 'hex' | 'base64' | 'text';
  /** How the header's one signature was made; or how those of each label were, in the order of the settings. */
  readonly made: Method | Labelled;
}

/** Parts such as `v1=…`. Those of another label are no signatures: never an error, because senders add new ones. */
export interface Labelled {
  readonly after: '=' | ',' | ' ';
  readonly labels: Readonly<Record<string, Method>>;
}

/** How a signature is made, and what a secret must look like. */
export type Method = {
  /** What the secret must begin with, and the key does not. */
  readonly prefix?: string;
} & (
  | {
      readonly algorithm: Hmac;
      /** The secret's own text as UTF-8, or the bytes that it stands for. */
      readonly key: 'utf8' | 'base64' | 'hex';
    }
  | {
      /** The secret is the sender's public key: of ed25519 its 32 bytes, of ECDSA its SubjectPublicKeyInfo. */
      readonly algorithm: PublicKeyAlgorithm;
      readonly key: 'base64' | 'hex';
    }
  | {
      /** Nothing is signed: the sender shows the secret itself. */
      readonly algorithm: Token;
      readonly key: 'utf8';
    }
);

/** One of algorithms.ts. */
export interface Hmac {
  readonly hash: 'sha1' | 'sha256' | 'sha512' | 'sha3-256';
  /** The length of each signature. */
  readonly bytes: number;
}

/** One of algorithms.ts. */
export interface PublicKeyAlgorithm {
  /** As Node names it. */
  readonly curve: 'ed25519' | 'prime256v1';
  readonly hash: 'sha256' | null;
  readonly bytes?: number;
}

/** One of algorithms.ts. */
export interface Token {
  readonly token: true;
  readonly bytes?: number;
}

export type Timestamp =
  | {
      /** Its own characters are what is signed. */
      readonly from: Header | Field;
      readonly unit: 's' | 'ms' | 'iso';
      /** How far it may lie from the time of receipt, either way, by the sender's documentation or SDK; else a setting. */
      readonly toleranceSeconds?: number;
    }
  | { readonly from: BodyField; readonly unit: 'ms'; readonly toleranceSeconds?: number };

export type EventType =
  | {
      /** Texts of the body, or of headers, which nobody signs. Joined by `#`, all are needed unless there is `otherwise`. */
      readonly from: readonly [From, ...From[]];
      /** The event type of a delivery that does not say one there. */
      readonly otherwise?: EventType;
    }
  | { readonly always: string };

export type From = Header | BodyField;
export type Names = readonly [string, ...string[]];
/** A header, by its lower-case name and its aliases. */
interface Header {
  readonly header: Names;
}
/** A part of the signature header, by what stands before its `=`. There is exactly one of it. */
interface Field {
  readonly field: string;
}
/** A field of the body, by the names on the way to it. */
export interface BodyField {
  readonly body: Names;
}
interface Text {
  readonly text: string;
}
/** A parameter of the query, decoded, of which there is exactly one. */
interface Query {
  readonly query: string;
}

/** Headers of a delivery by lower-case name. One that was sent twice has its values joined by a comma. */
export type Headers = Readonly<Record<string, string | undefined>>;
