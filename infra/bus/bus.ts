import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { MonitoredRule } from '../../dashboards/monitored.ts';
import type { Names } from '../names.ts';
import type { BusRule, RuleTarget } from '../settings/schema.ts';
import { Destination } from './destination.ts';

/** EventBridge's own maximum: a target may be down for a day before its event becomes a dead letter. */
const retryPolicy = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

export interface BusArgs {
  readonly names: Names;
  readonly rules: readonly BusRule[];
  /** Days that the archive keeps events for replay; 0 keeps them for good. */
  readonly archiveRetentionDays: number;
  /** Days that a rule's log group keeps its events. */
  readonly logRetentionDays: number;
  /** Whether Pulumi refuses to delete the bus, its archive and what its rules filled. */
  readonly protect: boolean;
}

/** One target of one rule, and where it leads. */
interface Route {
  readonly name: string;
  readonly rule: BusRule;
  readonly target: RuleTarget;
  readonly eventRule: aws.cloudwatch.EventRule;
  readonly destination: Destination;
}

/** Where verified deliveries go: a custom bus, the archive that can replay them, and the rules with their targets. */
export class Bus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;
  readonly busName: string;
  /** By what the rules and what they fill are watched. */
  readonly monitored: readonly MonitoredRule[];
  /** The queue of each rule that fills one, by the rule's name. */
  readonly queueUrls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: BusArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:bus:Bus', name, {}, options);
    const { names, rules, archiveRetentionDays, protect } = args;

    this.busName = names.physical(256);
    this.bus = new aws.cloudwatch.EventBus(
      name,
      { name: this.busName, description: 'Verified webhook deliveries' },
      { parent: this, protect },
    );
    new aws.cloudwatch.EventArchive(
      `${name}-archive`,
      {
        name: names.physical(48),
        description: 'Every event of the bus, for replay',
        eventSourceArn: this.bus.arn,
        retentionDays: archiveRetentionDays,
      },
      { parent: this, protect },
    );

    const routes = rules.flatMap((rule) => this.#routes(`${name}-${rule.name}`, rule, args));
    for (const { name, target, eventRule, destination } of routes) {
      new aws.cloudwatch.EventTarget(
        name,
        {
          rule: eventRule.name,
          eventBusName: this.bus.name,
          targetId: target.type,
          arn: destination.arn,
          ...inputOf(target),
          retryPolicy,
          deadLetterConfig: { arn: destination.deadLetterArn },
        },
        {
          parent: destination,
          dependsOn: [...destination.permissions],
        },
      );
    }

    this.queueUrls = Object.fromEntries(
      routes.flatMap(({ rule, destination: { queueUrl } }) => (queueUrl ? [[rule.name, queueUrl]] : [])),
    );
    this.monitored = rules.map((rule) => ({
      name: rule.name,
      ruleName: ruleNameOf(rule, names),
      targets: routes
        .filter((route) => route.rule === rule)
        .map(({ target: { type }, destination: { queueName, deadLetterQueueName } }) => ({
          type,
          queueName,
          deadLetterQueueName,
        })),
    }));
    this.registerOutputs({ busName: this.bus.name });
  }

  #routes(name: string, rule: BusRule, { names, logRetentionDays, protect }: BusArgs): readonly Route[] {
    const eventRule = new aws.cloudwatch.EventRule(
      name,
      {
        name: ruleNameOf(rule, names),
        ...(rule.description === undefined ? {} : { description: rule.description }),
        eventBusName: this.bus.name,
        eventPattern: JSON.stringify(rule.pattern),
      },
      { parent: this },
    );
    return rule.targets.map((target) => {
      const routeName = `${name}-${target.type}`;
      const destination = new Destination(
        routeName,
        { names, type: target.type, rule: rule.name, ruleArn: eventRule.arn, logRetentionDays, protect },
        { parent: this },
      );
      return { name: routeName, rule, target, eventRule, destination };
    });
  }
}

function ruleNameOf({ name }: BusRule, names: Names): string {
  return names.physical(64, name);
}

function inputOf(target: RuleTarget): Pick<aws.cloudwatch.EventTargetArgs, 'inputPath' | 'inputTransformer'> {
  if (target.type === 'log') return {};
  const { inputPath, inputTransformer } = target;
  if (inputPath !== undefined) return { inputPath };
  if (inputTransformer === undefined) return {};
  const { paths, template } = inputTransformer;
  return { inputTransformer: { inputTemplate: template, ...(paths === undefined ? {} : { inputPaths: paths }) } };
}
