import { invalidParameter, notLocal } from '../errors.ts';
import type { MessageMatcher } from './message-matcher.ts';

/** `kind` is what stands before the term: nothing (must occur), `-` (must not) or `?` (one of these must). */
interface Term {
  readonly kind: '' | '-' | '?';
  readonly text: string;
}

/**
 * Words and quoted phrases, matched with their case anywhere in the message, so that ERROR is found in ERRORCODE.
 * AWS ignores `?` terms that stand beside terms of another kind.
 */
export function termPattern(pattern: string): MessageMatcher {
  const terms = parse(pattern);
  const required = terms.filter(({ kind }) => kind === '');
  const excluded = terms.filter(({ kind }) => kind === '-');
  const optional = terms.filter(({ kind }) => kind === '?');
  if (optional.length > 0 && optional.length === terms.length) {
    return (message) => optional.some(({ text }) => message.includes(text));
  }
  return (message) =>
    required.every(({ text }) => message.includes(text)) && !excluded.some(({ text }) => message.includes(text));
}

/** One term and the blanks after it. In quotes a backslash takes the next character as it is. */
const termSyntax = /([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\w+))(?:\s+|$)/y;

function parse(pattern: string): readonly Term[] {
  const terms: Term[] = [];
  let position = 0;
  while (position < pattern.length) {
    termSyntax.lastIndex = position;
    const found = termSyntax.exec(pattern);
    if (!found) throw refusal(pattern.slice(position));
    const [all, kind = '', quoted, word = ''] = found;
    terms.push({ kind: kind === '-' || kind === '?' ? kind : '', text: quoted?.replace(/\\(.)/g, '$1') ?? word });
    position += all.length;
  }
  return terms;
}

function refusal(rest: string) {
  if (/^[-?]?%/.test(rest)) return notLocal('a regular expression (%…%)');
  if (/^[-?]?"/.test(rest))
    return invalidParameter(`Invalid filter pattern: no closing quote, or no blank after it: ${rest}`);
  const character = /^[-?]?\w*(.)/su.exec(rest)?.[1] ?? rest;
  return invalidParameter(`Invalid character(s) in term '${character}'`);
}
