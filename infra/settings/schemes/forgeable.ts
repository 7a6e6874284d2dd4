import type { EventType, Names, Scheme } from '../../../function/sources/scheme.ts';

type Described = Omit<Scheme, 'name'>;
interface Wrong {
  readonly path: string[];
  /** What would be right, and why. */
  readonly message: string;
}

/** What would let somebody forge deliveries or send them again, or let none through, in a scheme whose parts are right one by one. */
export function wrongWithin(scheme: Described): readonly Wrong[] {
  return [...wrongPieces(scheme), ...wrongHeaders(scheme), ...wrongField(scheme)];
}

function* wrongPieces({ signed, timestamp, id }: Described): Generator<Wrong> {
  const path = ['signed'];
  if (!signed.includes('body')) {
    yield { path, message: 'body among the pieces: otherwise one signature fits every body' };
  }
  const isTimeInBody = timestamp !== undefined && 'body' in timestamp.from;
  if (signed.includes('timestamp')) {
    if (timestamp === undefined) yield { path: ['timestamp'], message: 'where the time stands that signed names' };
    if (isTimeInBody) yield { path, message: 'no timestamp among the pieces: one in the body is signed with the body' };
  } else if (timestamp !== undefined && !isTimeInBody) {
    const message =
      'timestamp among the pieces: a time that is not signed can be replaced by whoever sends a delivery again. If the sender does not sign it, remove timestamp';
    yield { path, message };
  }
  if (!signed.includes('id')) return;
  if (id === undefined) yield { path: ['id'], message: 'the header with the id that signed names' };
  else if ('body' in id) yield { path, message: 'no id among the pieces: one in the body is signed with the body' };
}

/** One header cannot be the signature and something else. */
function* wrongHeaders({ signature, timestamp, id, eventType }: Described): Generator<Wrong> {
  const isSignature = (names: Names) => names.some((name) => signature.names.includes(name));
  if (timestamp && 'header' in timestamp.from && isSignature(timestamp.from.header)) {
    const message = 'another header than that of the signature; for a part of that, such as t=…, say field: t';
    yield { path: ['timestamp', 'header'], message };
  }
  const message = 'another header than that of the signature';
  if (id && 'header' in id && isSignature(id.header)) yield { path: ['id', 'header'], message };
  if (headersOf(eventType).some(isSignature)) yield { path: ['eventType'], message };
}

function headersOf(eventType: EventType): readonly Names[] {
  if ('always' in eventType) return [];
  const headers = eventType.from.flatMap((from) => ('header' in from ? [from.header] : []));
  return [...headers, ...(eventType.otherwise ? headersOf(eventType.otherwise) : [])];
}

function* wrongField({ signature: { between, made }, timestamp }: Described): Generator<Wrong> {
  if (!timestamp || !('field' in timestamp.from)) return;
  const { field } = timestamp.from;
  if (between === undefined) {
    yield { path: ['signature', 'between'], message: `what stands between ${field}=… and the signature` };
  }
  if ('labels' in made && Object.hasOwn(made.labels, field)) {
    yield { path: ['timestamp', 'field'], message: 'another name than the label of a signature' };
  }
}
