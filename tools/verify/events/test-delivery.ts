import { read } from '../../../function/delivery/reading.ts';
import { deliveryOf, onlyVerifies, type SendableScheme, type SignedDelivery, sampleEvents } from '../../senders.ts';
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
export function cannotSign(source: Source, secret: string): string | undefined {
  if (!onlyVerifies(sendable(source), secret)) return undefined;
  return `${source.scheme} keeps the key that signs; npm run send -- --secret-file sends by one of your own`;
}

/**
 * What a sender would send, marked.
 * @param address that it was given, which some sign
 */
export function testDelivery(source: Source, secret: string, address: string, run: string): SignedDelivery {
  const now = Date.now();
  const scheme = schemeOf(source);
  const [event] = sampleEvents(source.scheme);
  const body = markedBody(deliveryOf(sendable(source), secret, now, address, { event }).body, scheme, run);
  const { headers } = deliveryOf(sendable(source), secret, now, address, { event, body });
  const marks = eventTypeHeaders(scheme).filter((name) => Object.hasOwn(headers, name));
  return { headers: { ...headers, ...Object.fromEntries(marks.map((name) => [name, mark])) }, body };
}

/** How its sender is known: by the scheme's name, or as the stack describes it. */
function sendable({ scheme, description }: Source): SendableScheme {
  return description ?? scheme;
}

/** The event that a delivery becomes, as far as rules may ask for it. */
export function testEvent(source: Source, { headers, body }: SignedDelivery): TestEvent {
  const text = body.toString('utf8');
  const form = Object.fromEntries(new URLSearchParams(text));
  const payload = jsonOf(text);
  const reading = read(schemeOf(source), payload ?? form, headers);
  const eventType = reading.ok ? reading.eventType : mark;
  const metadata = { id: mark, source: source.name, scheme: source.scheme, eventType };
  const data = payload === undefined ? JSON.stringify(form) : text;
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
