import { z } from 'zod';
import { type Operation, operation } from '../../service.ts';
import { invalidHandle, sqsError } from '../errors.ts';
import { maximumVisibilitySeconds } from '../queue.ts';
import type { Queues } from '../queues.ts';
import { within } from './receive.ts';

const input = z.strictObject({ QueueUrl: z.string(), ReceiptHandle: z.string(), VisibilityTimeout: z.int() });

export function changeMessageVisibility(queues: Queues): Operation {
  return operation(input, ({ QueueUrl, ReceiptHandle, VisibilityTimeout }) => {
    const seconds = within('VisibilityTimeout', VisibilityTimeout, 0, maximumVisibilitySeconds);
    switch (queues.at(QueueUrl).changeVisibility(ReceiptHandle, seconds)) {
      case 'changed':
        return {};
      case 'no-handle':
        throw invalidHandle(ReceiptHandle);
      case 'no-message':
        throw sqsError(
          'InvalidParameterValue',
          `Value ${ReceiptHandle} for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available for visibility timeout change.`,
        );
      case 'beyond-limit':
        throw sqsError(
          'InvalidParameterValue',
          `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message is beyond the limit [${maximumVisibilitySeconds} seconds].`,
        );
    }
  });
}
