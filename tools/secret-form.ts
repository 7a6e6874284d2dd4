import { problemOf } from '../function/delivery/secret-form.ts';
import { methodsOf } from '../function/delivery/signature/labels.ts';
import type { Method, Scheme } from '../function/sources/scheme.ts';

/** What is wrong with the form of a secret, in the function's words, and what would be right. Never quotes the value. */
export function wrongForm(scheme: Scheme, secret: string): string | undefined {
  const problem = problemOf(scheme, secret);
  if (problem === undefined || problem.endsWith('around it')) return problem;
  const methods = methodsOf(scheme.signature.made);
  return `${problem}; it wants ${[...new Set(methods.map(wanted))].join(', or ')}`;
}

function wanted({ algorithm, key, prefix }: Method): string {
  const bytes = key === 'utf8' ? 'text' : key;
  const value = 'curve' in algorithm ? `a public key (${algorithm.curve}) in ${key}` : bytes;
  return prefix === undefined ? value : `${prefix} with ${value} behind it`;
}
