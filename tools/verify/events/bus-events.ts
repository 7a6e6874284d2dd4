import { DeleteMessageCommand, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { type AwsAccess, answer } from '../../aws-access.ts';

const event = z.looseObject({
  source: z.string(),
  'detail-type': z.string(),
  detail: z.looseObject({ metadata: z.looseObject({ id: z.string(), traceId: z.string().optional() }) }),
});

/** An event of this run, as it came from the bus. */
export type BusEvent = z.output<typeof event>;

/** Sees what comes to the bus, by a queue that a rule fills. */
export interface BusEvents extends AsyncDisposable {
  /** The first that is wanted, or nothing when none comes in time. */
  readonly event: (isWanted: (event: BusEvent) => boolean, patienceMs: number) => Promise<BusEvent | undefined>;
}

/** A message that is no event of this run. */
export type Foreign = (receiptHandle: string) => void;

/** Reads events out of a queue, and keeps them until they are asked for. */
export function eventsOf(
  client: SQSClient,
  QueueUrl: string,
  { aws, stopped, run }: { readonly aws: AwsAccess; readonly stopped: AbortSignal; readonly run: string },
  foreign: Foreign = () => {},
): BusEvents['event'] {
  const seen: BusEvent[] = [];

  async function receive(): Promise<void> {
    const command = new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 });
    const { Messages = [] } = await answer(client.send(command), aws);
    for (const { Body = '', ReceiptHandle = '' } of Messages) {
      if (!Body.includes(run)) {
        foreign(ReceiptHandle);
        continue;
      }
      seen.push(event.parse(JSON.parse(Body)));
      await answer(client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })), aws);
    }
  }

  return async (isWanted, patienceMs) => {
    const until = performance.now() + patienceMs;
    while (!seen.some(isWanted) && performance.now() < until && !stopped.aborted) await receive();
    return seen.find(isWanted);
  };
}
