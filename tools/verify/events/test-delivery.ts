import { read } from '../../../function/delivery/reading.ts';
import { deliveryOf, onlyVerifies, type SignedDelivery, schemes } from '../../senders.ts';
import { type Source, schemeOf } from '../checks/secrets.ts';
import { eventTypeHeaders, mark, markedBody } from './marking.ts';

/** An event that is about to be on the bus. */
export interface TestEvent {
  readonly source: string;
  readonly detailType: string;
  /** In JSON. */
  readonly detail: string;
}

/** Why no delivery of a source can be sent; nothing where one can. */
export function cannotSign({ scheme }: Source, secret: string): string | undefined {
  if (!schemes.includes(scheme)) return `how ${scheme} signs is not known here`;
  if (!onlyVerifies(scheme, secret)) return undefined;
  return `${scheme} keeps the key that signs; npm run send -- --secret-file sends by one of your own`;
}

/** What a sender would send, marked. */
export function testDelivery(source: Source, secret: string, run: string): SignedDelivery {
  const now = Date.now();
  const scheme = schemeOf(source);
  const body = markedBody(deliveryOf(source.scheme, secret, now).body, scheme, run);
  const { headers } = deliveryOf(source.scheme, secret, now, { body });
  const marks = Object.fromEntries(eventTypeHeaders(scheme).map((name) => [name, mark]));
  return { headers: { ...headers, ...marks }, body };
}

/** The event that a delivery becomes, as far as rules may ask for it. */
export function testEvent(source: Source, { headers, body }: SignedDelivery): TestEvent {
  const scheme = schemeOf(source);
  const text = body.toString('utf8');
  const payload = jsonOf(text);
  const reading = scheme && read(scheme, payload, headers);
  const eventType = reading?.ok === true ? reading.eventType : mark;
  const metadata = { id: mark, source: source.name, scheme: source.scheme, eventType };
  const data = payload === undefined ? JSON.stringify(Object.fromEntries(new URLSearchParams(text))) : text;
  return {
    source: `webhook.${source.name}`,
    detailType: eventType,
    detail: `{"metadata":${JSON.stringify(metadata)},"data":${data}}`,
  };
}

/** Nothing of a form. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
