import { z } from 'zod';
import { compilePattern } from '../../../eventbridge/pattern/pattern.ts';

/** A quota that AWS raises on request, to the 4,096 that its API takes: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const mostCharacters = 2_048;

const wanted = 'an EventBridge pattern, each field a list of values or of filters such as { prefix: webhook. }';

/** What EventBridge takes as a pattern, and for what it refuses the reason that it gives itself. */
export const eventPattern = z.record(z.string(wanted), z.unknown(), wanted).superRefine((pattern, context) => {
  const text = JSON.stringify(pattern);
  const compiled = compilePattern(text);
  if (!compiled.ok) {
    context.addIssue(`${wanted}; AWS says "Event pattern is not valid. Reason: ${compiled.reason}"`);
  } else if (text.length > mostCharacters) {
    context.addIssue(`an EventBridge pattern of at most 2,048 characters as JSON; it has ${text.length}`);
  }
});
