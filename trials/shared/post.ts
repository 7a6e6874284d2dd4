import { senderPatienceMs } from '../../function/time-budget.ts';
import type { SendableScheme, SignedRequest } from '../../tools/senders.ts';

/** What a sender knows of one source of a stack, local or not. */
export interface Webhook {
  readonly url: string;
  /** The address that its sender was given, which some sign. */
  readonly signedUrl: string;
  readonly scheme: SendableScheme;
  readonly secret: string;
}

export interface WebhookResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** Whether it says that the delivery is taken care of. */
export function isAccepted({ status }: Pick<WebhookResponse, 'status'>): boolean {
  return status >= 200 && status < 300;
}

/** Sends a delivery. Nothing when no answer came while its sender waited. */
export async function post(url: string, { headers, body }: SignedRequest): Promise<WebhookResponse | undefined> {
  try {
    const signal = AbortSignal.timeout(senderPatienceMs);
    const answer = await fetch(url, { method: 'POST', headers, body, signal });
    return { status: answer.status, headers: answer.headers, body: await answer.text() };
  } catch (error) {
    // What fetch rejects with when the connection is lost, and when the time is over.
    if (error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError'))
      return undefined;
    throw error;
  }
}
