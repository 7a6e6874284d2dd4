import {
  type EventBridgeClient,
  ListRulesCommand,
  ListTargetsByRuleCommand,
  type Rule,
} from '@aws-sdk/client-eventbridge';
import { type AwsAccess, answer } from './aws-access.ts';

type EventsAccess = AwsAccess & { readonly events: EventBridgeClient };

/** Without those that AWS manages itself, as that which fills the archive. */
export async function rulesOf(aws: EventsAccess, EventBusName: string, NextToken?: string): Promise<readonly Rule[]> {
  const command = new ListRulesCommand({ EventBusName, NextToken });
  const { Rules = [], NextToken: next } = await answer(aws.events.send(command), aws);
  const ours = Rules.filter(({ ManagedBy }) => ManagedBy === undefined);
  return next === undefined ? ours : [...ours, ...(await rulesOf(aws, EventBusName, next))];
}

/** ARNs. A rule has five targets at most, so one page has them all. */
export async function targetsOf(aws: EventsAccess, EventBusName: string, Rule: string): Promise<readonly string[]> {
  const { Targets = [] } = await answer(aws.events.send(new ListTargetsByRuleCommand({ Rule, EventBusName })), aws);
  return Targets.map(({ Arn = '' }) => Arn);
}
