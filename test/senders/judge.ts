import type fc from 'fast-check';
import type { Headers } from '../../function/sources/scheme.ts';

/** A delivery on its way. */
export interface Sent {
  /** Where it is sent to. */
  readonly url: string;
  readonly headers: Headers;
  readonly body: string;
}

/** What a receiver has of a sender, and what signs. */
export interface Secret {
  /** As the sender shows it. */
  readonly shown: string;
  /** The private key as PEM where the sender shows the public one; else the same. */
  readonly signing: string;
}

/** A body by the time that it says it was sent at. */
export type Body = (now: number) => string;

/** A sender's own package, which signs or verifies, or both. */
export interface Judge {
  readonly scheme: string;
  /** Which deliveries of the sender, where its scheme has more than one kind. */
  readonly kind?: string;
  readonly package: string;
  readonly secrets: fc.Arbitrary<Secret>;
  readonly bodies: fc.Arbitrary<Body>;
  /** What is sent to another address than the source's, because that is signed. */
  readonly urls?: (body: string) => fc.Arbitrary<string>;
  /** A change to the body that the signature covers, where it does not cover each character. */
  readonly alter?: (body: string) => string;
  /** Whether it signs nothing. */
  readonly onlyVerifies?: true;
  /** False where tools/senders sign no such delivery. */
  readonly isSentHere?: false;
  /** Fewer than of the others, where the package is slow. */
  readonly numRuns?: number;
  /** The wrong deliveries that the package takes all the same, and why. */
  readonly lax?: Readonly<Partial<Record<Wrong, string>>>;
  readonly load: () => Promise<Verdicts>;
}

/** What may be wrong with a delivery. */
export type Wrong = 'another secret' | 'another body' | 'another signature' | 'another time' | 'stale' | 'early';

export interface Verdicts {
  /** True where the package takes the delivery, by the clock of the process. To throw is to refuse. */
  readonly verifies: (delivery: Sent, secret: string) => unknown;
  /** What it signs: the headers, and the body where that carries the signature. */
  readonly signs?: (delivery: Unsigned, secret: Secret) => Signed | Promise<Signed>;
}

export interface Unsigned {
  readonly url: string;
  readonly body: string;
  readonly now: number;
}

type Signed = { readonly headers: Headers; readonly body?: string };
