import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation, type Service } from '../service.ts';

/** A function as Lambda's API describes it. */
export interface FunctionDeclaration {
  readonly name: string;
  readonly arn: string;
  /** Of its URL, with a slash at its end. */
  readonly url: string;
  /** Negative where it reserves none. */
  readonly reservedConcurrency: number;
}

/** Lambda's API, as far as it says where a function's URL is and what it may run at once. */
export function lambdaService(functions: readonly FunctionDeclaration[], now: () => number = Date.now): Service {
  const startedAt = new Date(now()).toISOString();
  return {
    target: 'lambda',
    invalidInput: 'InvalidParameterValueException',
    messageMember: 'Message',
    reads: {
      '/2021-10-31/functions/{FunctionName}/url': 'GetFunctionUrlConfig',
      '/2019-09-30/functions/{FunctionName}/concurrency': 'GetFunctionConcurrency',
    },
    operations: {
      GetFunctionUrlConfig: getFunctionUrlConfig(functions, startedAt),
      GetFunctionConcurrency: getFunctionConcurrency(functions),
    },
  };
}

const named = z.strictObject({ FunctionName: z.string() });

function getFunctionUrlConfig(functions: readonly FunctionDeclaration[], CreationTime: string): Operation {
  return operation(named, ({ FunctionName }) => {
    const found = functionOf(functions, FunctionName);
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

function getFunctionConcurrency(functions: readonly FunctionDeclaration[]): Operation {
  return operation(named, ({ FunctionName }) => {
    const found = functionOf(functions, FunctionName);
    if (!found) {
      const arn = functions[0]?.arn.replace(/[^:]+$/, FunctionName) ?? FunctionName;
      throw new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404);
    }
    const { reservedConcurrency } = found;
    return reservedConcurrency < 0 ? {} : { ReservedConcurrentExecutions: reservedConcurrency };
  });
}

function functionOf(functions: readonly FunctionDeclaration[], nameOrArn: string): FunctionDeclaration | undefined {
  return functions.find(({ name, arn }) => nameOrArn === name || nameOrArn === arn);
}
