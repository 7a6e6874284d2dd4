import { AwsError } from '../aws-error.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** For syntax that is right and not carried out here, told apart from syntax that is wrong. */
export function notLocal(what: string): AwsError {
  return invalidParameter(`The local CloudWatch Logs doesn't carry out ${what}; terms and { JSON } patterns it does.`);
}
