import assert from 'node:assert/strict';
import type { Headers, Method, Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { newSecret, type SendableScheme, senderOf, signedHeaders } from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { address, type Delivery, verifyBy } from './deliveries-of-schemes.ts';
import { ownSchemes } from './own-schemes.ts';

/** A scheme under test, with a secret of its own. */
export interface Subject {
  readonly scheme: Scheme;
  /** By which tools/senders sign. */
  readonly sender: SendableScheme;
  readonly secret: string;
  /** How its signatures are made, by their labels, or by none. */
  readonly methods: Readonly<Record<string, Method>>;
  /** The one of that secret, and its label. */
  readonly method: Method;
  readonly label: string;
  /** As its sender signs these bytes. */
  readonly signed: (content: string | Uint8Array, now?: number, secret?: string) => Delivery;
  /** An event of the sender, which another secret may have signed. */
  readonly event: (now: number, secret?: string) => Delivery;
  /** One that holds. */
  readonly ordinary: Delivery;
  /** Its signature header. */
  readonly signature: string;
  readonly outcome: (delivery: Delivery, secrets?: readonly string[]) => Promise<string>;
  readonly withHeaders: (headers: Headers) => Delivery;
  /** What becomes of the ordinary delivery with that in the place of its signature header. */
  readonly withSignature: (text: string | undefined) => Promise<string>;
}

/** Those that are shipped, and some of users. */
export const subjects: readonly Subject[] = [...schemes, ...ownSchemes].map(subjectOf);

function subjectOf(scheme: Scheme): Subject {
  const sender = ownSchemes.includes(scheme) ? scheme : scheme.name;
  const secret = newSecret(sender);
  const { names, made } = scheme.signature;
  const signed: Subject['signed'] = (content, now = receivedAt, by = secret) => {
    const body = Buffer.from(content);
    return { headers: signedHeaders(sender, by, now, body, address), body };
  };
  const event: Subject['event'] = (now, by = secret) => {
    const { headers, body } = senderOf(sender, address)(by, now);
    return { headers, body: Buffer.from(body) };
  };
  const ordinary = event(receivedAt);
  const outcome: Subject['outcome'] = (delivery, secrets = [secret]) => verifyBy(scheme, delivery, secrets);
  const withHeaders = (headers: Headers): Delivery => ({ ...ordinary, headers: { ...ordinary.headers, ...headers } });
  const methods = 'labels' in made ? made.labels : { '': made };
  const [label, method] = Object.entries(methods)[0] ?? assert.fail(`${scheme.name} has no label`);
  return {
    ...{ methods, method, label },
    ...{ scheme, sender, secret, signed, event, ordinary, outcome, withHeaders },
    signature: ordinary.headers[names[0]] ?? '',
    withSignature: (text) => outcome(withHeaders({ [names[0]]: text })),
  };
}

/** The characters of the time that a header says. */
export function timeIn({ timestamp, signature }: Scheme, headers: Headers): string {
  if (!timestamp || 'body' in timestamp.from) return '';
  if ('header' in timestamp.from) return headers[timestamp.from.header[0]] ?? '';
  return new RegExp(`\\b${timestamp.from.field}=(\\d+)`).exec(headers[signature.names[0]] ?? '')?.[1] ?? '';
}

/** The headers with another time. */
export function withTime({ timestamp, signature }: Scheme, headers: Headers, time: string): Headers {
  if (!timestamp || 'body' in timestamp.from) return headers;
  if ('header' in timestamp.from) return { ...headers, [timestamp.from.header[0]]: time };
  const [name] = signature.names;
  const { field } = timestamp.from;
  const changed = (headers[name] ?? '').replace(new RegExp(`\\b${field}=\\d+`), () => `${field}=${time}`);
  return { ...headers, [name]: changed };
}
