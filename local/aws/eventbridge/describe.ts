import { z } from 'zod';
import { AwsError } from '../aws-error.ts';
import { type Operation, operation } from '../service.ts';
import type { EventBus, EventRule, EventTarget } from './bus.ts';
import { page, paging } from './page.ts';
import { busName } from './put-events.ts';

const name = z.string().min(1);

/** The operations that read which buses, rules and targets there are. */
export function describeOperations(
  buses: readonly EventBus[],
  rules: readonly EventRule[],
  account: string,
  createdAt: number,
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
    ListEventBuses: operation(z.strictObject({ NamePrefix: name.optional(), ...paging }), (input) => {
      const { items, next } = page(named(buses, input.NamePrefix), input);
      return { EventBuses: items.map((one) => busOutput(one, createdAt)), ...next };
    }),
    DescribeEventBus: operation(z.strictObject({ Name: name.optional() }), ({ Name }) => busOutput(bus(Name), createdAt)),
    ListRules: operation(
      z.strictObject({ NamePrefix: name.optional(), EventBusName: name.optional(), ...paging }),
      (input) => {
        const on = bus(input.EventBusName).name;
        const onBus = rules.filter((candidate) => candidate.busName === on);
        const { items, next } = page(named(onBus, input.NamePrefix), input);
        return { Rules: items.map(ruleOutput), ...next };
      },
    ),
    DescribeRule: operation(z.strictObject({ Name: name, EventBusName: name.optional() }), (input) => ({
      ...ruleOutput(rule(input.Name, input.EventBusName)),
      CreatedBy: account,
    })),
    ListTargetsByRule: operation(z.strictObject({ Rule: name, EventBusName: name.optional(), ...paging }), (input) => {
      const { items, next } = page(rule(input.Rule, input.EventBusName).targets, input);
      return { Targets: items.map(targetOutput), ...next };
    }),
  };
}

function named<T extends { readonly name: string }>(items: readonly T[], prefix = ''): readonly T[] {
  return items
    .filter((item) => item.name.startsWith(prefix))
    .toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function busOutput({ name, arn }: EventBus, createdAt: number) {
  const time = createdAt / 1000;
  // The account's own bus is older than anything in it, and AWS gives no times of it.
  return { Name: name, Arn: arn, ...(name !== 'default' && { CreationTime: time, LastModifiedTime: time }) };
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
