import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import type { EventBus, EventRule, EventTarget } from './bus.ts';
import { pageOf, paging } from './paging.ts';
import { busName } from './put-events.ts';

const name = z.string().min(1);

/** The operations that read which rules and targets there are. */
export function describeOperations(
  buses: readonly EventBus[],
  rules: readonly EventRule[],
  account: string,
): Readonly<Record<string, Operation>> {
  function bus(nameOrArn: string | undefined): EventBus {
    const wanted = busName(nameOrArn);
    const found = buses.find((candidate) => candidate.name === wanted);
    if (!found) throw new AwsError('ResourceNotFoundException', `Event bus ${wanted} does not exist.`);
    return found;
  }

  function rule(ruleName: string, nameOrArn: string | undefined): EventRule {
    const on = bus(nameOrArn).name;
    const found = rules.find((candidate) => candidate.busName === on && candidate.name === ruleName);
    if (found) return found;
    throw new AwsError('ResourceNotFoundException', `Rule ${ruleName} does not exist on EventBus ${on}.`);
  }

  return {
    ListRules: operation(
      z.strictObject({ NamePrefix: name.optional(), EventBusName: name.optional(), ...paging }),
      (input) => {
        const on = bus(input.EventBusName).name;
        const onBus = rules.filter((candidate) => candidate.busName === on);
        const { items, nextToken } = pageOf(named(onBus, input.NamePrefix), (one) => one.name, input);
        return { Rules: items.map(ruleOutput), NextToken: nextToken };
      },
    ),
    DescribeRule: operation(z.strictObject({ Name: name, EventBusName: name.optional() }), (input) => ({
      ...ruleOutput(rule(input.Name, input.EventBusName)),
      CreatedBy: account,
    })),
    ListTargetsByRule: operation(z.strictObject({ Rule: name, EventBusName: name.optional(), ...paging }), (input) => {
      const { targets } = rule(input.Rule, input.EventBusName);
      const { items, nextToken } = pageOf(targets, (target) => target.id, input);
      return { Targets: items.map(targetOutput), NextToken: nextToken };
    }),
  };
}

function named<T extends { readonly name: string }>(items: readonly T[], prefix = ''): readonly T[] {
  return items
    .filter((item) => item.name.startsWith(prefix))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function ruleOutput(rule: EventRule) {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    Description: rule.description,
    EventBusName: rule.busName,
  };
}

function targetOutput(target: EventTarget) {
  return {
    Id: target.id,
    Arn: target.arn,
    Input: target.input,
    InputPath: target.inputPath,
    InputTransformer: target.inputTransformer && {
      InputPathsMap: target.inputTransformer.inputPathsMap,
      InputTemplate: target.inputTransformer.inputTemplate,
    },
    DeadLetterConfig: target.deadLetterArn === undefined ? undefined : { Arn: target.deadLetterArn },
    RetryPolicy: target.retryPolicy && {
      MaximumRetryAttempts: target.retryPolicy.maximumRetryAttempts,
      MaximumEventAgeInSeconds: target.retryPolicy.maximumEventAgeInSeconds,
    },
  };
}
