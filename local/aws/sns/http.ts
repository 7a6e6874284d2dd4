import { setTimeout } from 'node:timers/promises';

export interface Post {
  readonly type: 'Notification' | 'SubscriptionConfirmation';
  readonly messageId: string;
  readonly topicArn: string;
  /** None before it is confirmed. */
  readonly subscriptionArn?: string;
  readonly isRaw?: boolean;
  readonly body: string;
}

/** SNS's own delivery policy: three retries 20 s apart, and 15 s for an answer. */
export const retryPolicy = { retries: 3, delayMs: 20_000, timeoutMs: 15_000 };

/**
 * Posts to an endpoint until it answers with 2xx, as SNS does: once more after a 429, a 5xx or no answer, and never after
 * another 4xx. Undefined when the endpoint has it, otherwise why not.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
 */
export async function post(
  endpoint: string,
  what: Post,
  closing: AbortSignal,
  policy = retryPolicy,
): Promise<string | undefined> {
  for (let attempt = 0; ; attempt += 1) {
    const { failure, isFinal } = await attemptTo(endpoint, what, closing, policy.timeoutMs);
    if (failure === undefined || isFinal || attempt === policy.retries || closing.aborted) return failure;
    // The run that ends does not wait for it.
    await setTimeout(policy.delayMs, undefined, { signal: closing, ref: false }).catch(() => {});
  }
}

async function attemptTo(endpoint: string, what: Post, closing: AbortSignal, timeoutMs: number) {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: headersOf(what),
      body: what.body,
      // Followed, it would lead from this machine to anywhere.
      redirect: 'manual',
      signal: AbortSignal.any([closing, AbortSignal.timeout(timeoutMs)]),
    });
    await response.arrayBuffer();
    if (response.ok) return { failure: undefined, isFinal: true };
    return { failure: `HTTP ${response.status}`, isFinal: response.status < 500 && response.status !== 429 };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return { failure: cause instanceof Error ? cause.message : String(cause), isFinal: false };
  }
}

/** https://docs.aws.amazon.com/sns/latest/dg/http-header.html */
function headersOf({ type, messageId, topicArn, subscriptionArn, isRaw }: Post) {
  return {
    'content-type': 'text/plain; charset=UTF-8',
    'user-agent': 'Amazon Simple Notification Service Agent',
    'x-amz-sns-message-type': type,
    'x-amz-sns-message-id': messageId,
    'x-amz-sns-topic-arn': topicArn,
    ...(subscriptionArn !== undefined && { 'x-amz-sns-subscription-arn': subscriptionArn }),
    ...(isRaw && { 'x-amz-sns-rawdelivery': 'true' }),
  };
}
