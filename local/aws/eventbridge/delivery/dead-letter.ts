import type { EventRule, EventTarget } from '../bus.ts';
import type { IngestedEvent } from '../event.ts';
import type { DeliveryOptions } from './options.ts';

export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retries: number;
  /** The limit of the retry policy that ended the attempts, when one did. */
  readonly exhausted?: 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';
}

/**
 * Puts the event, as it was before any input transformation, into the target's dead-letter queue, with the attributes
 * of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 */
export async function deadLetter(
  rule: EventRule,
  target: EventTarget,
  event: IngestedEvent,
  failure: Failure,
  { send, warn, now, observe }: Pick<DeliveryOptions, 'send' | 'warn' | 'now' | 'observe'>,
): Promise<void> {
  const lost = `rule ${rule.name}: event ${event.id} did not reach ${target.arn} (${failure.code}: ${failure.message})`;
  if (target.deadLetterArn === undefined) {
    warn(`${lost} and is dropped: the target has no dead-letter queue`);
    return;
  }
  let taken = true;
  try {
    await send(target.deadLetterArn, event.text, {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      ...(failure.exhausted && { EXHAUSTED_RETRY_CONDITION: failure.exhausted }),
      RETRY_ATTEMPTS: String(failure.retries),
    });
  } catch (error) {
    warn(`${lost} nor its dead-letter queue ${target.deadLetterArn} (${error}) and is dropped`);
    taken = false;
  }
  observe({ kind: 'dead-letter', at: now(), rule, taken });
}
