import { z } from 'zod';
import { isJsonObject, type JsonObject, parseJson } from '../../../eventbridge/json.ts';
import { eventFields } from '../../../eventbridge/pattern/fields.ts';
import { compilePattern } from '../../../eventbridge/pattern/pattern.ts';
import { AwsError } from '../aws-error.ts';
import { operation } from '../service.ts';

export const testEventPattern = operation(
  // 4096 is the limit of the API.
  z.strictObject({ EventPattern: z.string().max(4096), Event: z.string() }),
  ({ EventPattern, Event }) => {
    const pattern = compilePattern(EventPattern);
    if (!pattern.ok) {
      throw new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${pattern.reason}`);
    }
    return { Result: pattern.matches(eventFields(envelope(Event))) };
  },
);

/** The documentation also calls `resources` mandatory; AWS does without. */
const mandatory = ['id', 'account', 'source', 'time', 'region', 'detail-type'];

function envelope(text: string): JsonObject {
  const event = objectOf(text);
  const missing = mandatory.filter((key) => !Object.hasOwn(event, key));
  if (missing.length > 0) throw invalidEvent();
  return event;
}

function objectOf(text: string): JsonObject {
  try {
    const event = parseJson(text);
    if (isJsonObject(event)) return event;
  } catch {
    // Refused below, as what is no object is.
  }
  throw invalidEvent();
}

/** AWS does not say why. */
function invalidEvent(): AwsError {
  return new AwsError('ValidationException', 'Parameter Event is not valid.');
}
