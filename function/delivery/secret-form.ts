import type { Scheme } from '../sources/scheme.ts';
import { type KeyProblem, keyProblem } from './signature/keys.ts';

/** What is wrong with the form of a secret, in the words of the log. Never holds a part of the value. */
export type SecretProblem =
  | KeyProblem
  | 'binary or empty'
  | 'white space around it'
  | 'quotes around it'
  | 'JSON around it';

/**
 * Why deliveries will not verify with this secret. A scheme with several methods wants the form of one of them. Verification
 * does not go by it and tries the value as it is: where a secret may be any text, a sender could show even one in quotes.
 * @param value undefined for a binary one
 */
export function problemOf({ signature: { made } }: Scheme, value: string | undefined): SecretProblem | undefined {
  if (!value) return 'binary or empty';
  if (value !== value.trim()) return 'white space around it';
  if (/^(["'`]).*\1$/s.test(value)) return 'quotes around it';
  if (/^\{\s*".*\}$/s.test(value)) return 'JSON around it';
  return keyProblem(made, value);
}
