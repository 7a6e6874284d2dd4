import { validateHeaderName, validateHeaderValue } from 'node:http';
import { z } from 'zod';

/** What goes back over HTTP. */
export interface UrlAnswer {
  readonly status: number;
  /** A name may repeat: every cookie is a Set-Cookie of its own. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | Buffer;
}

const structured = z.object({
  statusCode: z.coerce.number().int().min(200).max(599),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).nullish(),
  cookies: z.array(z.string()).nullish(),
  body: z.string().nullish(),
  isBase64Encoded: z.boolean().nullish(),
});

/** What a function returned, as a Function URL puts it on the wire; undefined when it is not an answer at all. */
export function urlAnswer(payload: Buffer): UrlAnswer | undefined {
  const text = payload.toString('utf8');
  const returned = parse(text);
  if (returned === undefined) return undefined;
  // Without a statusCode, whatever JSON was returned is the body (developer guide, "Response payload format").
  if (!isObject(returned.value) || !Object.hasOwn(returned.value, 'statusCode')) {
    return { status: 200, headers: [['content-type', json]], body: text };
  }
  const answer = structured.safeParse(returned.value);
  return answer.success ? wire(answer.data) : undefined;
}

function wire(answer: z.output<typeof structured>): UrlAnswer | undefined {
  const given = Object.entries(answer.headers ?? {}).map(
    ([name, value]) => [name.toLowerCase(), String(value)] as const,
  );
  const passed = given.filter(([name]) => !framing.has(name));
  const cookies = (answer.cookies ?? []).map((cookie) => ['set-cookie', cookie] as const);
  const untyped = passed.every(([name]) => name !== 'content-type');
  const headers = [...(untyped ? [['content-type', json] as const] : []), ...passed, ...cookies];
  if (!headers.every(isSendable)) return undefined;
  const body = answer.body ?? '';
  return { status: answer.statusCode, headers, body: answer.isBase64Encoded ? Buffer.from(body, 'base64') : body };
}

const json = 'application/json';

/** The front frames its answers itself. */
const framing = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding', 'upgrade']);

function isSendable([name, value]: readonly [string, string]): boolean {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
    return true;
  } catch {
    return false;
  }
}

function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
