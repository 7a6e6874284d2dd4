import { z } from 'zod';

const sent = z.looseObject({ MessageSystemAttributes: z.looseObject({}).default({}) });
const batch = z.looseObject({ Entries: z.array(sent) });

/**
 * What is sent keeps the trace that the request belongs to, unless it names one itself.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html
 */
export function withTraceHeader(operation: string, input: unknown, traceHeader: string): unknown {
  const AWSTraceHeader = { DataType: 'String', StringValue: traceHeader };
  const traced = (message: z.output<typeof sent>) => ({
    ...message,
    MessageSystemAttributes: { AWSTraceHeader, ...message.MessageSystemAttributes },
  });
  // What does not fit is refused by the operation.
  if (operation === 'SendMessage') {
    const message = sent.safeParse(input);
    return message.success ? traced(message.data) : input;
  }
  if (operation !== 'SendMessageBatch') return input;
  const messages = batch.safeParse(input);
  return messages.success ? { ...messages.data, Entries: messages.data.Entries.map(traced) } : input;
}
