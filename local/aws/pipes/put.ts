import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import type { Operation } from '../service.ts';
import type { PutEventsEntry } from './entry.ts';

/**
 * What became of an entry. EventBridge tells two kinds of failure apart: one of its own, which goes by, is tried again
 * without end and without counting as another receipt of the message; one of the customer's is left to the queue, whose
 * redrive policy counts it. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html
 */
export type PutOutcome =
  | { readonly outcome: 'taken' }
  | { readonly outcome: 'internal-error' | 'customer-error'; readonly reason: string };

/** Longer than any answer that is still to come; well within the time that a message is hidden. */
const timeLimitMs = 20_000;

export async function put(putEvents: Operation, entry: PutEventsEntry, closing: AbortSignal): Promise<PutOutcome> {
  try {
    const signal = AbortSignal.any([closing, AbortSignal.timeout(timeLimitMs)]);
    const [{ EventId, ErrorCode = 'no event id', ErrorMessage }] = output.parse(
      await putEvents({ Entries: [entry] }, signal),
    ).Entries;
    if (EventId !== undefined) return { outcome: 'taken' };
    return {
      outcome: passes(ErrorCode, 200) ? 'internal-error' : 'customer-error',
      reason: `${ErrorCode}: ${ErrorMessage}`,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (!(error instanceof AwsError)) return { outcome: 'internal-error', reason };
    const { code, status } = error;
    return { outcome: passes(code, status) ? 'internal-error' : 'customer-error', reason: `${code}: ${reason}` };
  }
}

const output = z.object({
  Entries: z.tuple([
    z.object({ EventId: z.string().optional(), ErrorCode: z.string().optional(), ErrorMessage: z.string().optional() }),
  ]),
});

/** Codes of https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
function passes(code: string, status: number): boolean {
  return status >= 500 || status === 429 || /^Internal|Throttl|TooManyRequests|ServiceUnavailable/.test(code);
}
