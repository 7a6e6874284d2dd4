import { AwsError } from '../aws-error.ts';

/**
 * The errors of SQS by the name its clients know: the `__type` of the JSON protocol, the code of the query protocol,
 * the status. The modelled ones are in the service's Smithy model (`awsQueryError`); the two of `com.amazon.coral` are
 * not modelled and come from SQS's front end.
 */
const errors = {
  QueueDoesNotExist: ['com.amazonaws.sqs#QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 400],
  InvalidAddress: ['com.amazonaws.sqs#InvalidAddress', 'InvalidAddress', 404],
  InvalidAttributeName: ['com.amazonaws.sqs#InvalidAttributeName', 'InvalidAttributeName', 400],
  InvalidMessageContents: ['com.amazonaws.sqs#InvalidMessageContents', 'InvalidMessageContents', 400],
  ReceiptHandleIsInvalid: ['com.amazonaws.sqs#ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', 404],
  ResourceNotFoundException: ['com.amazonaws.sqs#ResourceNotFoundException', 'ResourceNotFoundException', 404],
  UnsupportedOperation: ['com.amazonaws.sqs#UnsupportedOperation', 'AWS.SimpleQueueService.UnsupportedOperation', 400],
  PurgeQueueInProgress: ['com.amazonaws.sqs#PurgeQueueInProgress', 'AWS.SimpleQueueService.PurgeQueueInProgress', 403],
  EmptyBatchRequest: ['com.amazonaws.sqs#EmptyBatchRequest', 'AWS.SimpleQueueService.EmptyBatchRequest', 400],
  TooManyEntriesInBatchRequest: [
    'com.amazonaws.sqs#TooManyEntriesInBatchRequest',
    'AWS.SimpleQueueService.TooManyEntriesInBatchRequest',
    400,
  ],
  BatchEntryIdsNotDistinct: [
    'com.amazonaws.sqs#BatchEntryIdsNotDistinct',
    'AWS.SimpleQueueService.BatchEntryIdsNotDistinct',
    400,
  ],
  InvalidBatchEntryId: ['com.amazonaws.sqs#InvalidBatchEntryId', 'AWS.SimpleQueueService.InvalidBatchEntryId', 400],
  BatchRequestTooLong: ['com.amazonaws.sqs#BatchRequestTooLong', 'AWS.SimpleQueueService.BatchRequestTooLong', 400],
  InvalidParameterValue: ['com.amazon.coral.service#InvalidParameterValueException', 'InvalidParameterValue', 400],
  /** A common error of all services. */
  ServiceUnavailable: ['ServiceUnavailable', 'ServiceUnavailable', 503],
  MissingParameter: ['com.amazon.coral.service#MissingRequiredParameterException', 'MissingParameter', 400],
} as const satisfies Readonly<Record<string, readonly [string, string, number]>>;

type SqsErrorName = keyof typeof errors;

export function sqsError(name: SqsErrorName, message: string): AwsError {
  const [type, , status] = errors[name];
  return new AwsError(type, message, status);
}

export function invalidHandle(handle: string): AwsError {
  return sqsError('ReceiptHandleIsInvalid', `The input receipt handle "${handle}" is not a valid receipt handle.`);
}

export const invalidInput = errors.InvalidParameterValue[0];

/** The query protocol's code of an error; of one that is not in the table, its own name. */
export function queryCode(type: string): string {
  const known = Object.values(errors).find(([jsonType]) => jsonType === type);
  return known?.[1] ?? type.slice(type.indexOf('#') + 1);
}
