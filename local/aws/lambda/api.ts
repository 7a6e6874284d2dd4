import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation, type Service } from '../service.ts';

/** A function as Lambda's API describes it. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly arn: string;
  /** Of its URL, with a slash at its end. */
  readonly url: string;
}

/** Lambda's API, as far as it says where a function's URL is. */
export function lambdaService(functions: readonly FunctionDeclaration[], now: () => number = Date.now): Service {
  const startedAt = new Date(now()).toISOString();
  return {
    target: 'lambda',
    invalidInput: 'InvalidParameterValueException',
    messageMember: 'Message',
    reads: { '/2021-10-31/functions/{FunctionName}/url': 'GetFunctionUrlConfig' },
    operations: { GetFunctionUrlConfig: getFunctionUrlConfig(functions, startedAt) },
  };
}

const named = z.strictObject({ FunctionName: z.string() });

function getFunctionUrlConfig(functions: readonly FunctionDeclaration[], CreationTime: string): Operation {
  return operation(named, ({ FunctionName }) => {
    const found = functions.find(({ name, arn }) => FunctionName === name || FunctionName === arn);
    if (!found) {
      // As it answers to a function that has no URL: it does not say which of the two is missing.
      throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
    }
    const { arn: FunctionArn, url: FunctionUrl } = found;
    return {
      FunctionUrl,
      FunctionArn,
      AuthType: 'NONE',
      CreationTime,
      LastModifiedTime: CreationTime,
      InvokeMode: 'BUFFERED',
    };
  });
}
