import { notLocal } from '../errors.ts';
import { jsonPattern } from './json-pattern.ts';
import type { MessageMatcher } from './message-matcher.ts';
import { termPattern } from './term-pattern.ts';

/**
 * A filter pattern as a predicate over messages: terms, or a JSON pattern in braces. Regular expressions and the
 * space-delimited form are refused by name.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function filterPattern(pattern: string): MessageMatcher {
  const trimmed = pattern.trim();
  if (trimmed.startsWith('[')) throw notLocal('a space-delimited filter pattern ([…])');
  if (trimmed.startsWith('{')) return jsonPattern(trimmed);
  return termPattern(trimmed);
}
