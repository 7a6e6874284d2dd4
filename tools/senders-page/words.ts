import type {
  BodyField,
  EventType,
  From,
  Method,
  Piece,
  Scheme,
  SignatureHeader,
} from '../../function/sources/scheme.ts';
import { answerLimitMs } from '../../function/time-budget.ts';

/** How the signature is made and where it is. */
export function signatureOf({ signature, signed, rule }: Scheme, ruled: string | undefined): string {
  const { made } = signature;
  const methods = 'algorithm' in made ? [made] : Object.values(made.labels);
  const where = `in ${placesOf(signature)}`;
  if (methods.every(({ algorithm }) => 'token' in algorithm)) return `none: the secret itself is shown ${where}`;
  const algorithms = [...new Set(methods.map(algorithmOf))].join(' or ');
  const covered = rule ? ruled : joined(signed.map(pieceOf));
  const several =
    signature.between === undefined ? '' : `; of several, separated by ${separator(signature)}, one is enough`;
  return `${algorithms} of ${covered}, in ${signature.encoding}, ${where}${several}`;
}

function placesOf({ names, field, made }: SignatureHeader): string {
  const header = names.map(code).join(' or else ');
  const place = field ? `${header} or else ${bodyField(field)}` : header;
  if ('algorithm' in made) return place;
  const forms = Object.entries(made.labels).map(([label, method]) => {
    return `\`${label}${made.after}…\`${Object.keys(made.labels).length === 1 ? '' : ` (${algorithmOf(method)})`}`;
  });
  return `${place} as ${forms.join(' or ')}`;
}

function separator({ between }: SignatureHeader): string {
  return between === ' ' ? 'a space' : `\`${between}\``;
}

function algorithmOf({ algorithm }: Method): string {
  if ('token' in algorithm) return 'a token';
  if ('curve' in algorithm) return algorithm.curve === 'ed25519' ? 'Ed25519' : 'ECDSA P-256 with SHA256';
  return `HMAC-${algorithm.hash.toUpperCase()}`;
}

function pieceOf(piece: Piece): string {
  if (piece === 'url') return 'the address';
  if (typeof piece === 'string') return `the ${piece === 'timestamp' ? 'time' : piece}`;
  if ('text' in piece) return code(piece.text);
  if ('query' in piece) return `the parameter ${code(piece.query)}`;
  return fromOf(piece);
}

/** What the secret of the source has to look like. */
export function secretOf({ signature: { made } }: Scheme): string {
  const methods = 'algorithm' in made ? [made] : Object.values(made.labels);
  return methods.map(shapeOf).join('; or ');
}

function shapeOf({ algorithm, key, prefix }: Method): string {
  const kind = 'curve' in algorithm ? `the sender's public key in ${key}` : `the secret as it is shown`;
  const decoded = key === 'utf8' ? 'its text is the key' : `the key is decoded from ${key}`;
  const form = prefix === undefined ? '' : `, beginning with ${code(prefix)}`;
  return 'hash' in algorithm && !('curve' in algorithm) ? `${kind}${form}; ${decoded}` : `${kind}${form}`;
}

/** The time of sending. */
export function timeOf({ timestamp }: Scheme): string {
  if (!timestamp) return 'none is signed';
  const { from, unit } = timestamp;
  const units = { s: 'in seconds', ms: 'in milliseconds', iso: 'as ISO 8601' } as const;
  const place = 'field' in from ? `\`${from.field}=…\` of the signature header` : fromOf(from);
  return `${place}, ${units[unit]}, signed`;
}

/** How long a delivery is taken, either way. */
export function toleranceOf({ timestamp }: Scheme): string | undefined {
  if (!timestamp) return undefined;
  const { toleranceSeconds } = timestamp;
  return toleranceSeconds === undefined ? '`freshnessSeconds` of the stack, 60 s by default' : `${toleranceSeconds} s`;
}

/** The sender's own id of a delivery. */
export function idOf(scheme: Scheme): string {
  if (!scheme.id) return 'none';
  return `${fromOf(scheme.id)}, ${isIdSigned(scheme) ? 'signed' : 'not signed'}`;
}

export function isIdSigned({ id, signed, isBodySigned }: Scheme): boolean {
  return id !== undefined && (signed.includes('id') || ('body' in id && isBodySigned !== false));
}

export function eventTypeOf(eventType: EventType): string {
  if ('always' in eventType) return `\`${eventType.always}\``;
  const said = eventType.from.map(fromOf).join(' and ');
  const parts = eventType.from.length > 1 ? `${said}, joined by \`#\`` : said;
  return eventType.otherwise ? `${parts}; otherwise ${eventTypeOf(eventType.otherwise)}` : parts;
}

export function bodyOf({ takesArrays, takesForms }: Scheme): string {
  return [`a JSON object`, ...(takesArrays ? ['a JSON array'] : []), ...(takesForms ? ['a form'] : [])].join(' or ');
}

/** How the sender checks the address, and what it is answered. */
export function handshakesOf({ handshakes = [], subscription }: Scheme): string {
  const asked = handshakes.map(({ when, is, answer }) => `${fromOf(when)} is \`${is}\`: ${answerTo(answer)}`);
  if (subscription) {
    const { mode, token, challenge } = subscription;
    const shown = `a GET with \`${mode.join('=')}\` and the source's \`verifyToken\` in ${code(token)}`;
    asked.push(`${shown}: 200 with the text of ${code(challenge)}`);
  }
  return asked.length === 0 ? 'none' : asked.join('; ');
}

function answerTo(answer: NonNullable<Scheme['handshakes']>[number]['answer']): string {
  if (typeof answer === 'function') return '200 with JSON made with the secret';
  return 'echo' in answer ? `200 with the text of ${bodyField(answer.echo)}` : `${answer.status}`;
}

/** What a delivery that is taken is answered, and by when. */
export function answerOf(scheme: Scheme): string {
  const status = scheme.answer === undefined ? '200 or 202 with its id' : `${scheme.answer}, empty`;
  return `${status}, within ${(scheme.answerLimitMs ?? answerLimitMs) / 1000} s`;
}

function fromOf(from: From): string {
  return 'body' in from ? bodyField(from) : `the header ${from.header.map(code).join(' or else ')}`;
}

function bodyField({ body }: BodyField): string {
  return `\`${body.join('.')}\` of the body`;
}

function code(text: string): string {
  return `\`${text}\``;
}

function joined(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join() : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
