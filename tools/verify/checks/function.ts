import { GetFunctionConcurrencyCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { answer } from '../../aws-access.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { awsCommand, upCommand, type VerifiedStack } from '../verified-stack.ts';

export interface ConcurrencyFinding {
  readonly finding: Finding;
  /** Whether it answers at all. */
  readonly isOn: boolean;
}

/** Whether the function is there, and reserves what the settings say. */
export async function concurrencyFinding(verified: VerifiedStack): Promise<ConcurrencyFinding> {
  const { aws, declared } = verified;
  const { functionName: FunctionName, reservedConcurrency: wanted } = declared;
  const asked = new LambdaClient(aws.configuration).send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const none = `there is no function ${FunctionName} in ${aws.region}; ${upCommand(verified)} makes it`;
  const { ReservedConcurrentExecutions: reserved = -1 } = await answer(asked, aws, { ResourceNotFoundException: none });
  if (reserved === 0) return { finding: switchedOff(verified), isOn: false };
  if (reserved === wanted) return { finding: ok(`${FunctionName}, ${reservation(reserved)}`), isOn: true };
  const finding = problem(
    `${FunctionName} has ${reservation(reserved)}, and the settings say ${reservation(wanted)}`,
    // A first `up` that failed for want of concurrency has recorded the reservation, and made none.
    upCommand(verified, ' --refresh'),
  );
  return { finding, isOn: true };
}

function switchedOff(verified: VerifiedStack): Finding {
  const { functionName, reservedConcurrency: wanted } = verified.declared;
  const command =
    wanted < 0
      ? `lambda delete-function-concurrency --function-name ${functionName}`
      : `lambda put-function-concurrency --function-name ${functionName} --reserved-concurrent-executions ${wanted}`;
  return problem(
    `${functionName} is switched off: it has a reserved concurrency of 0, and every delivery is answered 429`,
    wanted === 0 ? 'give the setting reservedConcurrency another value, and run up' : awsCommand(verified, command),
  );
}

function reservation(concurrency: number): string {
  return concurrency < 0 ? 'no concurrency reserved' : `a reserved concurrency of ${concurrency}`;
}
