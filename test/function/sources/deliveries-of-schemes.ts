import { readPayload } from '../../../function/delivery/payload.ts';
import { verify } from '../../../function/delivery/signature/signature.ts';
import type { Headers, Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';

export interface Delivery {
  readonly headers: Headers;
  readonly body: Buffer;
  /** Where it is sent to, if the signature covers that. */
  readonly url?: string;
}

export const address = 'https://abcdefghij.lambda-url.eu-west-1.on.aws/source';

export function schemeOf(name: string): Scheme {
  const scheme = schemes.find((scheme) => scheme.name === name);
  if (!scheme) throw new Error(`there is no scheme ${name}`);
  return scheme;
}

/** What becomes of a delivery to a source that has these secrets, before it is read. */
export async function verifyBy(scheme: Scheme, delivery: Delivery, secrets: readonly string[]) {
  const verified = await verification(scheme, delivery, secrets);
  return verified.ok ? 'verified' : verified.reason;
}

/** What becomes of it when it is received then, by a source with the tolerance of its sender, or else of 60 s. */
export async function takenBy(scheme: Scheme, delivery: Delivery, secrets: readonly string[], receivedAt: number) {
  const verified = await verification(scheme, delivery, secrets);
  if (!verified.ok) return verified.reason;
  const freshnessMs = (scheme.timestamp?.toleranceSeconds ?? 60) * 1_000;
  const payload = readPayload(scheme, { ...delivery, ...verified }, receivedAt, freshnessMs);
  return payload.ok ? 'taken' : payload.reason;
}

function verification(scheme: Scheme, { headers, body, url = address }: Delivery, secrets: readonly string[]) {
  const source = { name: 'source', scheme, secretId: 'arn:secret' };
  const known = { active: async () => secrets, refreshed: async () => 'unchanged' as const };
  return verify(source, { url, headers, body }, known);
}
