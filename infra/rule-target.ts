import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { Names } from './names.ts';
import type { Target } from './settings.ts';

/** EventBridge's own maximum: a target may be down for a day before its event becomes a dead letter. */
const retryPolicy = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** SQS's own maximum, in seconds: a fortnight to notice a dead letter or a consumer that stands still. */
const messageRetentionSeconds = 1_209_600;

export interface RuleTargetArgs {
  readonly names: Names;
  readonly bus: aws.cloudwatch.EventBus;
  readonly eventRule: aws.cloudwatch.EventRule;
  /** The rule's name in the settings. */
  readonly rule: string;
  readonly target: Target;
  /** Days that a log group keeps its events. */
  readonly logRetentionDays: number;
  /** Whether Pulumi refuses to delete the queues and the log group. */
  readonly protect: boolean;
}

/** What one rule feeds: a queue or a log group, retried for a day, then put aside in a dead-letter queue. */
export class RuleTarget extends pulumi.ComponentResource {
  readonly rule: string;
  readonly ruleArn: pulumi.Output<string>;
  readonly queue: aws.sqs.Queue | undefined;
  readonly logGroup: aws.cloudwatch.LogGroup | undefined;
  readonly deadLetters: aws.sqs.Queue;

  constructor(name: string, args: RuleTargetArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:bus:RuleTarget', name, {}, options);
    const { names, bus, eventRule, rule, target, logRetentionDays, protect } = args;
    this.rule = rule;
    this.ruleArn = eventRule.arn;

    if (target.type === 'queue') {
      this.queue = this.#queue(name, names.physical(80, rule), protect);
    } else {
      // EventBridge writes only to groups under /aws/events/.
      const groupName = `/aws/events/${names.physical(500, rule)}`;
      this.logGroup = new aws.cloudwatch.LogGroup(
        name,
        { name: groupName, retentionInDays: logRetentionDays },
        { parent: this, protect },
      );
    }
    this.deadLetters = this.#queue(`${name}-dlq`, names.physical(80, rule, target.type, 'dlq'), protect);

    new aws.cloudwatch.EventTarget(
      name,
      {
        rule: eventRule.name,
        eventBusName: bus.name,
        targetId: target.type,
        arn: (this.queue ?? this.logGroup)?.arn ?? '',
        ...inputOf(target),
        retryPolicy,
        deadLetterConfig: { arn: this.deadLetters.arn },
      },
      { parent: this },
    );
    this.registerOutputs({ deadLetterQueueUrl: this.deadLetters.url });
  }

  /** A queue that this rule, and nothing else of EventBridge's, may fill. */
  #queue(name: string, physicalName: string, protect: boolean): aws.sqs.Queue {
    const queue = new aws.sqs.Queue(
      name,
      { name: physicalName, messageRetentionSeconds, sqsManagedSseEnabled: true },
      { parent: this, protect },
    );
    new aws.sqs.QueuePolicy(
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
              Condition: { ArnEquals: { 'aws:SourceArn': this.ruleArn } },
            },
          ],
        }),
      },
      { parent: this },
    );
    return queue;
  }
}

function inputOf(target: Target): Pick<aws.cloudwatch.EventTargetArgs, 'inputPath' | 'inputTransformer'> {
  if (target.type === 'log') return {};
  const { inputPath, inputTransformer } = target;
  if (inputPath !== undefined) return { inputPath };
  if (inputTransformer === undefined) return {};
  const { paths, template } = inputTransformer;
  return { inputTransformer: { inputTemplate: template, ...(paths === undefined ? {} : { inputPaths: paths }) } };
}
