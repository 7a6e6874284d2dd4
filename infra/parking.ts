import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import type { MonitoredParking } from '../dashboards/monitored.ts';
import { waitsForPropagation } from './iam-propagation.ts';
import { locationOf } from './location.ts';
import type { Names } from './names.ts';
import { queueSettings } from './queue.ts';

/** Seconds that a message stays with the pipe: PutEvents has long answered by then, or its connection has failed. */
const visibilityTimeoutSeconds = 30;

/**
 * Once each `visibilityTimeoutSeconds`, so an hour of refusals. Only what is wrong with the event or with the pipe's
 * permissions counts: throttles and connections that fail are tried for as long as SQS keeps the message.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-error-troubleshooting.html
 */
const maxReceiveCount = 120;

export interface ParkingArgs {
  readonly names: Names;
  /** Names of IAM are the account's, and another region may have a stack of the same name. */
  readonly region: string;
  readonly bus: aws.cloudwatch.EventBus;
  /** Whether Pulumi refuses to delete the queues. */
  readonly protect: boolean;
}

/**
 * Where verified deliveries wait while the bus takes none: a queue, the pipe that moves them to the bus as soon as it
 * accepts again, and the dead-letter queue for what it refuses.
 */
export class Parking extends pulumi.ComponentResource {
  readonly queue: aws.sqs.Queue;
  readonly deadLetters: aws.sqs.Queue;
  /** By what all of it is watched. */
  readonly monitored: MonitoredParking;

  constructor(name: string, args: ParkingArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:parking:Parking', name, {}, options);
    const { names, protect } = args;
    this.monitored = {
      queueName: names.physical(80, 'parking'),
      deadLetterQueueName: names.physical(80, 'parking', 'dlq'),
      pipeName: names.physical(64, 'parking'),
    };

    this.deadLetters = new aws.sqs.Queue(
      `${name}-dlq`,
      { ...queueSettings, name: this.monitored.deadLetterQueueName },
      { parent: this, protect },
    );
    this.queue = new aws.sqs.Queue(
      name,
      {
        ...queueSettings,
        name: this.monitored.queueName,
        visibilityTimeoutSeconds,
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: this.deadLetters.arn, maxReceiveCount }),
      },
      { parent: this, protect },
    );
    this.#pipe(name, args);
    this.registerOutputs({ queueUrl: this.queue.url, deadLetterQueueUrl: this.deadLetters.url });
  }

  #pipe(name: string, { names, region, bus }: ParkingArgs): void {
    const { pipeName } = this.monitored;
    const role = new aws.iam.Role(
      name,
      { name: names.physical(64, region, 'parking'), assumeRolePolicy: trustPolicy(pipeName, bus) },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: names.physical(128, 'parking'), role: role.id, policy: this.#permissions(bus) },
      { parent: this, ...waitsForPropagation() },
    );
    new aws.pipes.Pipe(
      name,
      {
        name: pipeName,
        description: 'Moves parked deliveries to the bus',
        roleArn: role.arn,
        source: this.queue.arn,
        // One at a time: of a batch that the bus took in part, all would come again.
        sourceParameters: { sqsQueueParameters: { batchSize: 1 } },
        target: bus.arn,
        // The entry that PutEvents was to take, as the function wrote it. An input template alone would lose its time.
        targetParameters: {
          eventbridgeEventBusParameters: {
            source: '$.body.source',
            detailType: '$.body.detailType',
            time: '$.body.time',
          },
          // An object as the whole template would lose its quotation marks: it has to be the value of a key.
          // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
          inputTemplate: '{"metadata":<$.body.detail.metadata>,"data":<$.body.detail.data>}',
        },
      },
      // AWS checks the permissions when the pipe is made, and may stop one whose calls fail. `pulumi up --replace`, which
      // a pipe in CREATE_FAILED takes, would make the new one first, under a name that is not free yet.
      { parent: this, dependsOn: [policy], deleteBeforeReplace: true },
    );
  }

  #permissions(bus: aws.cloudwatch.EventBus): pulumi.Output<string> {
    return pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
          Resource: this.queue.arn,
        },
        { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus.arn },
      ],
    });
  }
}

/**
 * By the pipes service for this one pipe: a pipe of another account or name gets nowhere with the role. The bus says
 * where that is, as the pipe itself is not there yet.
 */
function trustPolicy(pipeName: string, bus: aws.cloudwatch.EventBus): pulumi.Output<string> {
  return locationOf(bus.arn).apply(({ partition, region, account }) =>
    JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { Service: 'pipes.amazonaws.com' },
          Action: 'sts:AssumeRole',
          Condition: {
            StringEquals: {
              'aws:SourceAccount': account,
              'aws:SourceArn': `arn:${partition}:pipes:${region}:${account}:pipe/${pipeName}`,
            },
          },
        },
      ],
    }),
  );
}
