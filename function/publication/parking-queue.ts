import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from '../client-settings.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import { parkConnectionTimeoutMs, parkRequestTimeoutMs } from '../time-budget.ts';

/** Puts one entry on the parking queue, or throws. */
export type SendToQueue = (entry: PutEventsRequestEntry, abortSignal: AbortSignal) => Promise<void>;

/**
 * A part of the bundle by itself, with its own copy of the SDK's core: no cold start loads it, only the first delivery
 * that EventBridge does not take (park.ts).
 */
export function createParkingQueue(queueUrl: string, traced: Telemetry['traced']): SendToQueue {
  const client = traced(
    new SQSClient({
      ...clientSettings,
      requestHandler: {
        connectionTimeout: parkConnectionTimeoutMs,
        requestTimeout: parkRequestTimeoutMs,
        throwOnRequestTimeout: true,
      },
      maxAttempts: 3,
      // The queue is in the function's region.
      useQueueUrlAsEndpoint: false,
    }),
  );
  return async (entry, abortSignal) => {
    const command = new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message(entry) });
    await client.send(command, { abortSignal });
  };
}

/**
 * What a Pipe (infra/parking.ts) makes the same entry of again. A message may have 1,048,576 bytes, and an entry holds at
 * most 990,000 of payload (infra/settings/schema.ts); only tens of thousands of the characters below could make it too long.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
function message({ Source, DetailType, Time, Detail }: PutEventsRequestEntry): string {
  const envelope = JSON.stringify({ source: Source, detailType: DetailType, time: Time });
  // SQS would store other characters in place of these two. They can stand only inside a JSON string, and so be escaped.
  return `${envelope.slice(0, -1)},"detail":${Detail}}`.replace(
    /[\uFFFE\uFFFF]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
}
