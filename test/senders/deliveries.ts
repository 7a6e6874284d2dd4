import type { Headers } from '../../function/sources/scheme.ts';
import { signedHeaders } from '../../tools/senders.ts';
import { schemeOf, takenBy } from '../function/sources/deliveries-of-schemes.ts';
import type { Judge, Secret, Sent, Unsigned, Verdicts, Wrong } from './judge.ts';

/** As tools/senders sign it. */
export function signedHere({ scheme }: Pick<Judge, 'scheme'>, { url, body, now }: Unsigned, { signing }: Secret): Sent {
  return { url, body, headers: signedHeaders(scheme, signing, now, Buffer.from(body), url) };
}

/** As the package signs it, with what a sender says beside that. */
export async function signedThere(judge: Judge, signs: Signs, delivery: Unsigned, secret: Secret): Promise<Sent> {
  const { body = delivery.body, headers } = await signs(delivery, secret);
  const { headers: beside } = signedHere(judge, delivery, secret);
  const { names } = schemeOf(judge.scheme).signature;
  const other = Object.entries(beside).filter(([name]) => !names.includes(name));
  return { url: delivery.url, body, headers: { ...Object.fromEntries(other), ...headers } };
}

type Signs = NonNullable<Verdicts['signs']>;

/** Whether function/ takes it for the sender's: whatever it then refuses to read was signed, and at that time. */
export async function isTakenHere(judge: Judge, sent: Sent, secret: string, at: number): Promise<boolean> {
  const outcome = await outcomeHere(judge, sent, secret, at);
  return ['taken', 'invalid-json', 'not-an-object', 'missing-field'].includes(outcome);
}

/** Whether function/ reads it, too. */
export async function isReadHere(judge: Judge, sent: Sent, secret: string, at: number): Promise<boolean> {
  return (await outcomeHere(judge, sent, secret, at)) === 'taken';
}

function outcomeHere({ scheme }: Judge, { url, headers, body }: Sent, secret: string, at: number) {
  return takenBy(schemeOf(scheme), { url, headers, body: Buffer.from(body) }, [secret], at);
}

/** Whether the package does. */
export async function isTakenThere(verifies: Verdicts['verifies'], delivery: Sent, secret: string): Promise<boolean> {
  try {
    return (await verifies(delivery, secret)) === true;
  } catch {
    return false;
  }
}

/** How far a delivery may lie from its time, in seconds. */
export function toleranceOf({ scheme }: Judge): number {
  return schemeOf(scheme).timestamp?.toleranceSeconds ?? 60;
}

/** When a delivery that was sent at that time is received too late, or too early. */
export function outOfTime(judge: Judge, wrong: 'stale' | 'early', now: number): number {
  const beyond = (toleranceOf(judge) + 2) * 1_000;
  return wrong === 'stale' ? now + beyond : now - beyond;
}

/** What may be wrong with a delivery of that scheme: of a time that is not signed, nothing is. */
export function wrongsOf({ scheme }: Judge): readonly Wrong[] {
  const { timestamp } = schemeOf(scheme);
  const always = ['another secret', 'another body', 'another signature'] as const;
  if (!timestamp) return always;
  const ofAge = [...always, 'stale', 'early'] as const;
  return 'body' in timestamp.from ? ofAge : [...ofAge, 'another time'];
}

/** @param place where it is another, from 0 to 1 */
export function altered(judge: Judge, delivery: Sent, wrong: Wrong, place: number): Sent {
  const { scheme, alter = (body: string) => withAnotherCharacter(body, place) } = judge;
  switch (wrong) {
    case 'another body':
      return { ...delivery, body: alter(delivery.body) };
    case 'another signature':
      return withAnotherSignature(scheme, delivery, place);
    case 'another time':
      return { ...delivery, headers: withAnotherTime(scheme, delivery.headers) };
    default:
      return delivery;
  }
}

function withAnotherCharacter(text: string, place: number): string {
  const at = Math.floor(place * text.length);
  return text.slice(0, at) + (text[at] === 'x' ? 'y' : 'x') + text.slice(at + 1);
}

/** With one bit of it another, and written as the sender writes it. */
function withAnotherSignature(scheme: string, { url, headers, body }: Sent, place: number): Sent {
  const { names, encoding } = schemeOf(scheme).signature;
  const name = names.find((name) => headers[name] !== undefined);
  const written = name === undefined ? /"hmacSignature":"(.+?)"/.exec(body)?.[1] : headers[name];
  const proof = /[\w+/]+=*$/.exec(written ?? '')?.[0] ?? '';
  const node = encoding === 'hex' ? 'hex' : 'base64';
  const bytes = Buffer.from(proof, node);
  const bit = Math.floor(place * bytes.length * 8);
  bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  const other = (text: string) => text.replace(proof, () => bytes.toString(node));
  return name === undefined
    ? { url, headers, body: other(body) }
    : { url, body, headers: { ...headers, [name]: other(headers[name] ?? '') } };
}

/** A second, or a millisecond, later. */
function withAnotherTime(scheme: string, headers: Headers): Headers {
  const { timestamp, signature } = schemeOf(scheme);
  if (!timestamp || 'body' in timestamp.from) return headers;
  const later = (text = '') => text.replace(/\d{10,}/, (time) => String(Number(time) + 1));
  const [name] = 'header' in timestamp.from ? timestamp.from.header : signature.names;
  return { ...headers, [name]: later(headers[name]) };
}
