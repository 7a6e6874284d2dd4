import { DescribePipeCommand, PipesClient } from '@aws-sdk/client-pipes';
import { answer } from '../../aws-access.ts';
import { type Finding, ok, problem } from '../finding.ts';
import { awsCommand, upCommand, type VerifiedStack } from '../verified-stack.ts';

/** Whether the pipe that moves parked deliveries to the bus runs. */
export async function pipeFinding(verified: VerifiedStack): Promise<Finding> {
  const { aws, declared } = verified;
  const { pipeName: Name } = declared;
  const asked = new PipesClient(aws.configuration).send(new DescribePipeCommand({ Name }));
  const none = `there is no pipe ${Name} in ${aws.region}; ${upCommand(verified)} makes it`;
  const { CurrentState: state, StateReason: reason } = await answer(asked, aws, { NotFoundException: none });
  if (state === 'RUNNING') return ok(`${Name} runs`);
  const why = reason === undefined ? '' : `: ${reason}`;
  return problem(
    `${Name} is ${state}${why}, so that parked deliveries stay on their queue`,
    state === 'STOPPED' || state === 'START_FAILED'
      ? awsCommand(verified, `pipes start-pipe --name ${Name}`)
      : 'mend the reason and make the pipe anew: docs/operations.md, When up stops half-way',
  );
}
