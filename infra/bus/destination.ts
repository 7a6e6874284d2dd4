import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Names } from '../names.ts';
import { queueSettings } from '../queue.ts';
import type { RuleTarget } from '../settings/schema.ts';

export interface DestinationArgs {
  readonly names: Names;
  readonly type: RuleTarget['type'];
  /** The rule's name in the settings. */
  readonly rule: string;
  readonly ruleArn: pulumi.Output<string>;
  /** Days that a log group keeps its events. */
  readonly logRetentionDays: number;
  /** Whether Pulumi refuses to delete the queues and the log group. */
  readonly protect: boolean;
}

/** What a rule fills: a queue or a log group, and the dead-letter queue for what could not be delivered there. */
export class Destination extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;
  /** Name of the queue, when it is one. */
  readonly queueName: string | undefined;
  readonly deadLetterQueueName: string;
  /** URL of the queue, when it is one. */
  readonly queueUrl: pulumi.Output<string> | undefined;
  readonly deadLetterArn: pulumi.Output<string>;
  /** What lets EventBridge send. A target must wait for it: a delivery that lacks permission is not tried again. */
  readonly permissions: readonly pulumi.Resource[];

  constructor(name: string, args: DestinationArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:bus:Destination', name, {}, options);
    const { names, type, rule, ruleArn, logRetentionDays, protect } = args;

    this.queueName = type === 'queue' ? names.physical(80, rule) : undefined;
    this.deadLetterQueueName = names.physical(80, rule, type, 'dlq');
    const deadLetters = this.#queue(`${name}-dlq`, this.deadLetterQueueName, ruleArn, protect);
    this.deadLetterArn = deadLetters.queue.arn;
    if (this.queueName !== undefined) {
      const { queue, policy } = this.#queue(name, this.queueName, ruleArn, protect);
      this.arn = queue.arn;
      this.queueUrl = queue.url;
      this.permissions = [deadLetters.policy, policy];
    } else {
      const group = new aws.cloudwatch.LogGroup(
        name,
        // EventBridge writes only to groups under /aws/events/.
        { name: `/aws/events/${names.physical(500, rule)}`, retentionInDays: logRetentionDays },
        { parent: this, protect },
      );
      this.arn = group.arn;
      this.permissions = [deadLetters.policy, this.#letEventsWrite(name, group, ruleArn)];
    }
    this.registerOutputs({ arn: this.arn, deadLetterArn: this.deadLetterArn });
  }

  /**
   * EventBridge writes to a log group by a resource policy, not by a role. The policy is the group's own: an account has
   * ten of those that are nobody's, a region, which as many stacks would use up.
   * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
   * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
   */
  #letEventsWrite(name: string, group: aws.cloudwatch.LogGroup, ruleArn: pulumi.Output<string>) {
    const service = { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
    const streams = pulumi.interpolate`${group.arn}:*`;
    return new aws.cloudwatch.LogResourcePolicy(
      name,
      {
        resourceArn: group.arn,
        policyDocument: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: service, Action: 'logs:CreateLogStream', Resource: streams },
            {
              Effect: 'Allow',
              Principal: service,
              Action: 'logs:PutLogEvents',
              Resource: streams,
              Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
            },
          ],
        }),
      },
      { parent: this },
    );
  }

  /** A queue that this rule, and nothing else of EventBridge's, may fill. */
  #queue(name: string, physicalName: string, ruleArn: pulumi.Output<string>, protect: boolean) {
    const queue = new aws.sqs.Queue(name, { ...queueSettings, name: physicalName }, { parent: this, protect });
    const policy = new aws.sqs.QueuePolicy(
      name,
      {
        queueUrl: queue.url,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'events.amazonaws.com' },
              Action: 'sqs:SendMessage',
              Resource: queue.arn,
              Condition: { ArnEquals: { 'aws:SourceArn': ruleArn } },
            },
          ],
        }),
      },
      { parent: this },
    );
    return { queue, policy };
  }
}
