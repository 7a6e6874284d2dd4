import { keyOf } from '../../../function/delivery/signature/keys.ts';
import type { Method, Scheme } from '../../../function/sources/scheme.ts';

/** What is wrong with the value of a secret; nothing when it is as the scheme wants it. Never quotes it. */
export function wrongForm({ signature: { made } }: Scheme, secret: string): string | undefined {
  if (secret !== secret.trim()) return 'there is white space around it';
  if (/^(["']).*\1$/s.test(secret)) return 'there are quotation marks around it';
  if (/^\{.*\}$/s.test(secret)) return 'it is JSON, where the value alone is wanted';
  const methods = 'labels' in made ? Object.values(made.labels) : [made];
  if (methods.some((method) => keyOf(method, secret) !== undefined)) return undefined;
  return `it is not ${[...new Set(methods.map(wanted))].join(', or ')}`;
}

function wanted({ algorithm, key, prefix }: Method): string {
  const bytes = key === 'utf8' ? 'text' : key;
  const value = 'curve' in algorithm ? `a public key (${algorithm.curve}) in ${key}` : bytes;
  return prefix === undefined ? value : `${prefix} with ${value} behind it`;
}
