import { z } from 'zod';
import { AwsError } from '../../aws-error.ts';
import { type Operation, operation } from '../../service.ts';
import { queryCode, sqsError } from '../errors.ts';
import type { Queues } from '../queues.ts';
import { remove } from './delete.ts';
import { messageBytes, messageFields, sent, store } from './send.ts';

const maximumEntries = 10;
/** Of a whole batch, as of one message. */
const maximumBytes = 1_048_576;

const sendInput = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ...messageFields })),
});

export function sendMessageBatch(queues: Queues): Operation {
  return operation(sendInput, ({ QueueUrl, Entries }) => {
    const queue = queues.at(QueueUrl);
    const entries = validBatch(Entries, 'SendMessageBatchRequestEntry');
    const bytes = entries
      .map(({ MessageBody = '', MessageAttributes = {} }) =>
        messageBytes({ body: MessageBody, attributes: MessageAttributes }),
      )
      .reduce((a, b) => a + b);
    if (bytes > maximumBytes) {
      throw sqsError(
        'BatchRequestTooLong',
        `Batch requests cannot be longer than ${maximumBytes} bytes. You have sent ${bytes} bytes.`,
      );
    }
    return eachAlone(entries, ({ Id: _, ...fields }) => sent(store(queue, fields, 'cannot be validated')));
  });
}

const deleteInput = z.strictObject({
  QueueUrl: z.string(),
  Entries: z.array(z.strictObject({ Id: z.string(), ReceiptHandle: z.string() })),
});

export function deleteMessageBatch(queues: Queues): Operation {
  return operation(deleteInput, ({ QueueUrl, Entries }) => {
    const queue = queues.at(QueueUrl);
    return eachAlone(validBatch(Entries, 'DeleteMessageBatchRequestEntry'), ({ ReceiptHandle }) => {
      remove(queue, ReceiptHandle);
      return {};
    });
  });
}

type Entry = { readonly Id: string };

function validBatch<E extends Entry>(entries: readonly E[], what: string): readonly E[] {
  const ids = entries.map(({ Id }) => Id);
  if (entries.length === 0) {
    throw sqsError('EmptyBatchRequest', `There should be at least one ${what} in the request.`);
  }
  if (entries.length > maximumEntries) {
    throw sqsError(
      'TooManyEntriesInBatchRequest',
      `Maximum number of entries per request are ${maximumEntries}. You have sent ${entries.length}.`,
    );
  }
  if (ids.some((id) => !/^[\w-]{1,80}$/.test(id))) {
    throw sqsError(
      'InvalidBatchEntryId',
      'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.',
    );
  }
  const repeated = ids.find((id, index) => ids.indexOf(id) < index);
  if (repeated !== undefined) throw sqsError('BatchEntryIdsNotDistinct', `Id ${repeated} repeated.`);
  return entries;
}

/** An entry that is refused takes no other with it. */
function eachAlone<E extends Entry>(entries: readonly E[], run: (entry: E) => object) {
  const successful: object[] = [];
  const failed: object[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry.Id, ...run(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const SenderFault = error.status < 500;
      failed.push({ Id: entry.Id, SenderFault, Code: queryCode(error.code), Message: error.message });
    }
  }
  // SQS leaves a list out when there is nothing in it.
  return {
    ...(successful.length > 0 && { Successful: successful }),
    ...(failed.length > 0 && { Failed: failed }),
  };
}
