import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Names } from './names.ts';
import { RuleTarget } from './rule-target.ts';
import type { Rule } from './settings.ts';

export interface BusArgs {
  readonly names: Names;
  readonly rules: readonly Rule[];
  /** Days that the archive keeps events for replay; 0 keeps them for good. */
  readonly archiveRetentionDays: number;
  /** Days that a rule's log group keeps its events. */
  readonly logRetentionDays: number;
  /** Whether Pulumi refuses to delete the bus, its archive and what its rules filled. */
  readonly protect: boolean;
}

/** Where verified deliveries go: a custom bus, the archive that can replay them, and the rules with their targets. */
export class Bus extends pulumi.ComponentResource {
  readonly bus: aws.cloudwatch.EventBus;
  /** One queue for each rule that has a queue target, by the rule's name. */
  readonly queueUrls: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: BusArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:bus:Bus', name, {}, options);
    const { names, rules, archiveRetentionDays, logRetentionDays, protect } = args;

    this.bus = new aws.cloudwatch.EventBus(
      name,
      { name: names.physical(256), description: 'Verified webhook deliveries' },
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

    const targets = rules.flatMap((rule) => this.#rule(name, rule, { names, logRetentionDays, protect }));
    const logTargets = targets.filter(({ logGroup }) => logGroup !== undefined);
    if (logTargets.length > 0) this.#letEventsWriteLogs(name, names, logTargets);

    this.queueUrls = Object.fromEntries(targets.flatMap(({ rule, queue }) => (queue ? [[rule, queue.url]] : [])));
    this.registerOutputs({ busName: this.bus.name });
  }

  #rule(
    name: string,
    rule: Rule,
    args: Pick<BusArgs, 'names' | 'logRetentionDays' | 'protect'>,
  ): readonly RuleTarget[] {
    const eventRule = new aws.cloudwatch.EventRule(
      `${name}-${rule.name}`,
      {
        name: args.names.physical(64, rule.name),
        ...(rule.description === undefined ? {} : { description: rule.description }),
        eventBusName: this.bus.name,
        eventPattern: JSON.stringify(rule.pattern),
      },
      { parent: this },
    );
    return rule.targets.map(
      (target) =>
        new RuleTarget(
          `${name}-${rule.name}-${target.type}`,
          { ...args, bus: this.bus, eventRule, rule: rule.name, target },
          { parent: this },
        ),
    );
  }

  /**
   * EventBridge writes to log groups by a resource policy of the account, not by a role. An account takes ten of them a
   * region, so a stack has one for all its rules.
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  #letEventsWriteLogs(name: string, names: Names, targets: readonly RuleTarget[]) {
    const service = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
    const streams = targets.map(({ logGroup }) => pulumi.interpolate`${logGroup?.arn}:*`);
    new aws.cloudwatch.LogResourcePolicy(
      `${name}-logs`,
      {
        policyName: names.physical(256, 'event-logs'),
        policyDocument: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: service, Action: 'logs:CreateLogStream', Resource: streams },
            {
              Effect: 'Allow',
              Principal: service,
              Action: 'logs:PutLogEvents',
              Resource: streams,
              Condition: { ArnEquals: { 'aws:SourceArn': targets.map(({ ruleArn }) => ruleArn) } },
            },
          ],
        }),
      },
      { parent: this },
    );
  }
}
