import { z } from 'zod';

/** Calls an operation of SQS. Rejects when SQS refuses. */
export type CallSqs = (operation: string, input: object, signal?: AbortSignal) => Promise<object>;

const received = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  MD5OfBody: z.string(),
  Attributes: z.record(z.string(), z.string()).default({}),
});

export type ReceivedMessage = z.output<typeof received>;

const output = z.object({ Messages: z.tuple([received]).optional() });

/** The queue that a pipe reads, through the API that everybody reads queues by. */
export class SourceQueue {
  readonly #call: CallSqs;
  readonly #url: string;

  constructor(call: CallSqs, url: string) {
    this.#call = call;
    this.#url = url;
  }

  /** The next message, or nothing when none came in SQS's longest wait. It is hidden for the queue's own timeout. */
  async receive(signal: AbortSignal): Promise<ReceivedMessage | undefined> {
    const input = { QueueUrl: this.#url, WaitTimeSeconds: 20, MessageSystemAttributeNames: ['All'] };
    return output.parse(await this.#call('ReceiveMessage', input, signal)).Messages?.[0];
  }

  async hide({ ReceiptHandle }: ReceivedMessage, seconds: number): Promise<void> {
    await this.#call('ChangeMessageVisibility', { QueueUrl: this.#url, ReceiptHandle, VisibilityTimeout: seconds });
  }

  async delete({ ReceiptHandle }: ReceivedMessage): Promise<void> {
    await this.#call('DeleteMessage', { QueueUrl: this.#url, ReceiptHandle });
  }
}
