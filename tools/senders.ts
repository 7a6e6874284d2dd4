import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Scheme } from '../function/sources/scheme.ts';
import { describedSender } from './senders/described.ts';
import { discord } from './senders/discord.ts';
import { platforms } from './senders/platforms.ts';
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

/** A request by which a sender checks an address, and the answer that it wants. */
export interface HandshakeRequest extends Partial<SignedRequest> {
  readonly method: 'GET' | 'POST';
  /** With the `?`, or nothing. */
  readonly query: string;
  readonly answer: { readonly status: number; readonly body: string };
}

/** How old a delivery is that every stack refuses as stale, in milliseconds: `freshnessSeconds` is at most 900. */
export const staleAgeMs = 960_000;

/** The name of a scheme that is shipped, or the description of a stack's own. */
export type SendableScheme = string | Scheme;

/** As it stands in the output `deliveries` of a stack, where infra/index.ts puts nothing but such a description. */
export const describedScheme = z.custom<Scheme>((value) => typeof value === 'object' && value !== null);

/** @param address that the sender was given: some sign it */
export function senderOf(scheme: SendableScheme, address: string): Sender {
  const { payload, isForm } = signingOf(scheme);
  return (secret, now) => {
    const content = payload(now);
    const body = isForm ? String(new URLSearchParams(Object.entries(content))) : JSON.stringify(content);
    return { headers: signedHeaders(scheme, secret, now, Buffer.from(body), address), body };
  };
}

/** The headers that the sender would send with these bytes. */
export function signedHeaders(
  scheme: SendableScheme,
  secret: string,
  now: number,
  body: Buffer,
  address: string,
): SignedRequest['headers'] {
  const { isForm, headers } = signingOf(scheme);
  const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
  return { 'content-type': type, ...headers(secret, now, body, address) };
}

/** How the sender checks an address before it delivers there, if it does. */
export function handshakeOf(
  scheme: SendableScheme,
  secret: string,
  now: number,
  address: string,
  verifyToken: string,
): HandshakeRequest | undefined {
  const { handshake } = signingOf(scheme);
  if (!handshake) return undefined;
  const { answer, headers, ...request } = handshake(secret, verifyToken);
  if ('query' in request) return { method: 'GET', query: `?${new URLSearchParams(request.query)}`, answer };
  const body = JSON.stringify(request.payload);
  const signed = signedHeaders(scheme, secret, now, Buffer.from(body), address);
  return { method: 'POST', query: '', headers: { ...signed, ...headers }, body, answer };
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
  ...platforms,
  discord,
  'standard-webhooks': standardWebhooks('webhook'),
  svix: standardWebhooks('svix'),
  gitlab: standardWebhooks('webhook', platforms['gitlab-token'].payload),
  sendgrid,
};

/** Those that the local run can send by. */
export const schemes: readonly string[] = Object.keys(senders);
