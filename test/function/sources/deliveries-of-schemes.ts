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

/** What becomes of a delivery to a source that has these secrets. */
export async function verifyBy(scheme: Scheme, { headers, body, url = address }: Delivery, secrets: readonly string[]) {
  const source = { name: 'source', scheme, secretId: 'arn:secret' };
  const known = { active: async () => secrets, refreshed: async () => 'unchanged' as const };
  const verification = await verify(source, { url, headers, body }, known);
  return verification.ok ? 'verified' : verification.reason;
}
