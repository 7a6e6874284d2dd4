import type { EventType, Method, Names, Scheme } from '../../../function/sources/scheme.ts';

type Described = Omit<Scheme, 'name'>;
interface Wrong {
  readonly path: string[];
  /** What would be right, and why. */
  readonly message: string;
}

/** What would let somebody forge deliveries or send them again, or let none through, in a scheme whose parts are right one by one. */
export function wrongWithin(scheme: Described): readonly Wrong[] {
  return [...wrongPieces(scheme), ...wrongKeys(scheme), ...wrongHeaders(scheme), ...wrongField(scheme)];
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

/** A source has one secret for all labels, and anybody may know one that is a public key. */
function* wrongKeys({ signature: { made } }: Described): Generator<Wrong> {
  if ('algorithm' in made) return;
  const labels = Object.entries(made.labels);
  const isPublic = ([, { algorithm }]: readonly [string, Method]) => 'curve' in algorithm;
  for (const [label, { prefix: ofPublic = '' }] of labels.filter(isPublic)) {
    const open = labels.find(
      (one) => !isPublic(one) && (ofPublic.startsWith(one[1].prefix ?? '') || one[1].prefix?.startsWith(ofPublic)),
    );
    if (!open) continue;
    const message = `a prefix at ${label} and another at ${open[0]}: otherwise whoever knows the public key of ${label} could sign by it as ${open[0]}`;
    yield { path: ['signature', 'labels'], message };
  }
}

/** One header cannot be the signature and something else. */
function* wrongHeaders({ signature, signed, timestamp, id, eventType }: Described): Generator<Wrong> {
  const isSignature = (names: Names) => names.some((name) => signature.names.includes(name));
  if (timestamp && 'header' in timestamp.from && isSignature(timestamp.from.header)) {
    const message = 'another header than that of the signature; for a part of that, such as t=…, say field: t';
    yield { path: ['timestamp', 'header'], message };
  }
  const message = 'another header than that of the signature';
  if (id && 'header' in id && isSignature(id.header)) yield { path: ['id', 'header'], message };
  if (headersOf(eventType).some(isSignature)) yield { path: ['eventType'], message };
  const isPiece = signed.some((piece) => typeof piece === 'object' && 'header' in piece && isSignature(piece.header));
  if (isPiece) yield { path: ['signed'], message: 'no header among the pieces that is that of the signature' };
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
