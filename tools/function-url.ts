import { GetFunctionUrlConfigCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { type AwsAccess, answer } from './aws-access.ts';
import { CommandError } from './command-line/command.ts';

/**
 * Where a function is reached, by Lambda.
 * @param otherwise what to say instead of AWS's words, as in `answer`
 */
export async function functionUrl(
  aws: AwsAccess,
  FunctionName: string,
  otherwise: Readonly<Record<string, string>>,
): Promise<string> {
  const client = new LambdaClient(aws.configuration);
  const asked = client.send(new GetFunctionUrlConfigCommand({ FunctionName }));
  const { FunctionUrl } = await answer(asked, aws, otherwise);
  if (FunctionUrl === undefined) throw new CommandError(`the function ${FunctionName} has no URL`);
  return FunctionUrl;
}
