import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Scheme } from '../function/sources/scheme.ts';
import { describedSender } from './senders/described.ts';
import type { Signing } from './senders/sender.ts';
import { sendgrid } from './senders/sendgrid.ts';
import { services } from './senders/services.ts';
import { standardWebhooks } from './senders/standard-webhooks.ts';

/** A delivery as its sender puts it on the wire. */
export interface SignedRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Makes a delivery as the real sender would, from its own documentation and not from the function's code, so that one
 * proves the other.
 */
export type Sender = (secret: string, now: number) => SignedRequest;

/** How old a delivery is that every stack refuses as stale, in milliseconds: `freshnessSeconds` is at most 900. */
export const staleAgeMs = 960_000;

/** The name of a scheme that is shipped, or the description of a stack's own. */
export type SendableScheme = string | Scheme;

/** As it stands in the output `deliveries` of a stack, where infra/index.ts puts nothing but such a description. */
export const describedScheme = z.custom<Scheme>((value) => typeof value === 'object' && value !== null);

export function senderOf(scheme: SendableScheme): Sender {
  const { payload } = signingOf(scheme);
  return (secret, now) => {
    const body = JSON.stringify(payload(now));
    return { headers: signedHeaders(scheme, secret, now, Buffer.from(body)), body };
  };
}

/** The headers that the sender would send with these bytes. */
export function signedHeaders(
  scheme: SendableScheme,
  secret: string,
  now: number,
  body: Buffer,
): SignedRequest['headers'] {
  return { 'content-type': 'application/json', ...signingOf(scheme).headers(secret, now, body) };
}

/** A secret of the shape that the sender shows; of a sender with a key pair, that of the local run. */
export function newSecret(scheme?: SendableScheme): string {
  const shown = scheme === undefined ? undefined : signingOf(scheme).newSecret?.();
  return shown ?? randomBytes(24).toString('base64url');
}

function signingOf(scheme: SendableScheme): Signing {
  if (typeof scheme !== 'string') return describedSender(scheme);
  const signing = Object.hasOwn(senders, scheme) ? senders[scheme] : undefined;
  if (signing) return signing;
  throw new Error(`the local run cannot send as ${scheme}; it knows ${schemes.join(', ')}`);
}

const senders: Readonly<Record<string, Signing>> = {
  ...services,
  'standard-webhooks': standardWebhooks('webhook'),
  svix: standardWebhooks('svix'),
  sendgrid,
};

/** Those that the local run can send by. */
export const schemes: readonly string[] = Object.keys(senders);
