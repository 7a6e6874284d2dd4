import { AwsError } from '../aws-error.ts';

/** What CloudWatch answers on a request that it cannot read: a wrong statistic, period, expression or combination. */
export function validationError(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** For what CloudWatch has and the local run does not, told apart from what is wrong. */
export function notLocal(what: string): AwsError {
  return validationError(`The local CloudWatch doesn't carry out ${what}.`);
}

/**
 * The errors of the service's Smithy model whose code in the query protocol (`awsQueryError`) differs from their name.
 * The `aws` CLI prints that code.
 */
const queryCodes: Readonly<Record<string, string>> = {
  ValidationException: 'ValidationError',
  InvalidFormatFault: 'InvalidFormat',
  DashboardNotFoundError: 'ResourceNotFound',
  DashboardInvalidInputError: 'InvalidParameterInput',
  InvalidParameterValueException: 'InvalidParameterValue',
  InvalidParameterCombinationException: 'InvalidParameterCombination',
  MissingRequiredParameterException: 'MissingParameter',
};

export function queryCode(type: string): string {
  return queryCodes[type] ?? type;
}
