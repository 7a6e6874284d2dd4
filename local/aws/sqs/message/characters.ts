/** Outside #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF; a lone surrogate is outside. */
const refused = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

/** Whether SQS takes the text as a body or as a value of an attribute. */
export function isSqsText(text: string): boolean {
  return !refused.test(text);
}
