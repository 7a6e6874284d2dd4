import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Scheme } from '../function/sources/scheme.ts';
import { describedSender } from './senders/described.ts';
import { discord } from './senders/discord.ts';
import { platforms } from './senders/platforms.ts';
import { readSample, sampleEvents, sampleName } from './senders/samples.ts';
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

export { sampleEvents, sampleName };

/** The same with its bytes. */
export interface SignedDelivery {
  readonly headers: SignedRequest['headers'];
  readonly body: Buffer;
}

/** What is to be delivered: an event by its type, or given bytes, or both where the type stands in a header. */
export interface Wanted {
  /** One of `sampleEvents`, as it is or as the sender writes it; without it the first, or none where bytes are given. */
  readonly event?: string | undefined;
  readonly body?: Buffer | undefined;
}

/** @throws Error when there is no sample of that event */
export function deliveryOf(
  scheme: SendableScheme,
  secret: string,
  now: number,
  address: string,
  { event, body }: Wanted = {},
): SignedDelivery {
  const ofScheme = typeof scheme === 'string' ? scheme : scheme.name;
  const events = typeof scheme === 'string' ? sampleEvents(scheme) : [];
  const otherwise = body === undefined ? events[0] : undefined;
  const name = event === undefined ? otherwise : events.find((one) => one === sampleName(event));
  if (name === undefined && event !== undefined) {
    throw new Error(`there is no sample of "${event}" of ${ofScheme}; there are ${events.join(', ') || 'none'}`);
  }
  const sample = name === undefined ? undefined : readSample(ofScheme, name);
  const bytes = body ?? sample?.body(now) ?? Buffer.from(senderOf(scheme, address)(secret, now).body);
  return { headers: { ...signedHeaders(scheme, secret, now, bytes, address), ...sample?.headers }, body: bytes };
}

/** Whether nobody can sign with that secret, because the sender keeps the other half of it. */
export function onlyVerifies(scheme: SendableScheme, secret: string): boolean {
  return signingOf(scheme).onlyVerifies?.(secret) ?? false;
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
