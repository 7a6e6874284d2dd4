import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsAccess, answer } from '../aws-access.ts';
import type { DescribedStack } from '../stack-settings.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Whose credentials these are. */
export interface Caller {
  readonly account: string;
  readonly arn: string;
  readonly partition: string;
}

/** @throws CommandError when there are no credentials, or none that AWS takes */
export async function callerOf(aws: AwsAccess): Promise<Caller> {
  const asked = new STSClient(aws.configuration).send(new GetCallerIdentityCommand({}));
  const { Account: account = '', Arn: arn = '' } = await answer(asked, aws);
  return { account, arn, partition: arn.split(':')[1] ?? 'aws' };
}

/** Whether the stack may be in that account, by its settings of the AWS provider. */
export function accountFinding({ account, arn }: Caller, { ofProvider }: DescribedStack, region: string): Finding {
  const allowed = accountsIn(ofProvider('allowedAccountIds'));
  const forbidden = accountsIn(ofProvider('forbiddenAccountIds'));
  const todo = 'take credentials of another account: AWS_PROFILE, or aws:profile in the stack file';
  if (allowed.length > 0 && !allowed.includes(account)) {
    return problem(`account ${account} (${arn}) is not one of aws:allowedAccountIds: ${allowed.join(', ')}`, todo);
  }
  if (forbidden.includes(account)) return problem(`account ${account} (${arn}) is in aws:forbiddenAccountIds`, todo);
  const roles = ofProvider('assumeRoles') === undefined ? '' : '; aws:assumeRoles of the stack is not taken on here';
  return ok(`account ${account} as ${arn}, region ${region}${roles}`);
}

/** The list as JSON, in which the stack file may have numbers: without the zeros that an account may begin with. */
function accountsIn(json: string | undefined): readonly string[] {
  if (json === undefined) return [];
  const list: unknown = JSON.parse(json);
  return Array.isArray(list) ? list.map((id) => String(id).padStart(12, '0')) : [];
}
