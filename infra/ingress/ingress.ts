import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { functionTimeoutSeconds } from '../../function/time-budget.ts';
import type { Names } from '../names.ts';
import type { Parking } from '../parking.ts';
import type { Settings } from '../settings/schema.ts';
import { declaredSource, environmentOf } from './environment.ts';
import type { Sources } from './sources.ts';

export interface IngressArgs {
  readonly names: Names;
  readonly settings: Settings;
  readonly sources: Sources;
  readonly bus: aws.cloudwatch.EventBus;
  readonly parking: Parking;
  /** Path of the function's zip. */
  readonly bundle: string;
}

/** The way in: the function behind its public URL, what it may do, and where it logs. */
export class Ingress extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  readonly functionName: string;
  readonly url: pulumi.Output<string>;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly logGroupName: string;

  constructor(name: string, args: IngressArgs, options?: pulumi.ComponentResourceOptions) {
    super('webhook-bridge:ingress:Ingress', name, {}, options);
    const { names, settings } = args;
    this.functionName = names.physical(64);
    this.logGroupName = `/aws/lambda/${this.functionName}`;

    this.logGroup = new aws.cloudwatch.LogGroup(
      name,
      { name: this.logGroupName, retentionInDays: settings.logRetentionDays },
      { parent: this },
    );
    const role = new aws.iam.Role(
      name,
      { name: names.physical(64, settings.region), assumeRolePolicy: trustPolicy },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      name,
      { name: names.physical(128), role: role.id, policy: this.#permissions(args) },
      { parent: this },
    );

    this.function = new aws.lambda.Function(
      name,
      {
        name: this.functionName,
        description: 'Puts signed webhooks on the bus',
        runtime: 'nodejs24.x',
        handler: 'index.handler',
        code: new pulumi.asset.FileArchive(args.bundle),
        architectures: [settings.architecture],
        memorySize: settings.memory,
        timeout: functionTimeoutSeconds,
        reservedConcurrentExecutions: settings.reservedConcurrency,
        role: role.arn,
        environment: { variables: environment(args) },
        tracingConfig: { mode: 'Active' },
        loggingConfig: {
          logFormat: 'JSON',
          // Metrics are lines without a level, which Lambda takes for INFO: above it, it would drop them all.
          // https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html
          applicationLogLevel: 'INFO',
          // Metrics of inits and memory are read from the platform's own report lines, which are at INFO too.
          systemLogLevel: 'INFO',
          logGroup: this.logGroup.name,
        },
      },
      // Without its permissions a first delivery would find no secret and write no log.
      { parent: this, dependsOn: [policy] },
    );
    this.url = this.#publicUrl(name);
    this.registerOutputs({ url: this.url });
  }

  /** Least privilege: its own log group, its secrets, its bus, its parking queue. X-Ray's two actions know no resource but `*`. */
  #permissions({ sources, bus, parking }: IngressArgs): pulumi.Output<string> {
    return pulumi.jsonStringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          Resource: pulumi.interpolate`${this.logGroup.arn}:*`,
        },
        {
          Effect: 'Allow',
          Action: 'secretsmanager:GetSecretValue',
          Resource: sources.secrets.map(({ secret }) => secret.arn),
        },
        { Effect: 'Allow', Action: 'events:PutEvents', Resource: bus.arn },
        { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: parking.queue.arn },
        { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
      ],
    });
  }

  /**
   * Anyone may call; the signature decides. Since October 2025 a public URL takes both permissions, and the second is
   * held to calls that come through the URL.
   * https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
   *
   * One after the other: each of the three changes the function's policy (the AWS provider adds statements of its own
   * with a public URL), and Lambda answers 409 to two changes at once.
   */
  #publicUrl(name: string): pulumi.Output<string> {
    const url = new aws.lambda.FunctionUrl(
      name,
      { functionName: this.function.name, authorizationType: 'NONE' },
      { parent: this },
    );
    const call = new aws.lambda.Permission(
      `${name}-url`,
      {
        statementId: 'AnyoneMayCallTheUrl',
        function: this.function.name,
        action: 'lambda:InvokeFunctionUrl',
        principal: '*',
        functionUrlAuthType: 'NONE',
      },
      { parent: this, dependsOn: [url] },
    );
    new aws.lambda.Permission(
      `${name}-invoke`,
      {
        statementId: 'AnyoneMayInvokeThroughTheUrl',
        function: this.function.name,
        action: 'lambda:InvokeFunction',
        principal: '*',
        invokedViaFunctionUrl: true,
      },
      { parent: this, dependsOn: [call] },
    );
    return url.functionUrl;
  }
}

const trustPolicy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

function environment({ names, settings, sources, bus, parking }: IngressArgs): Record<string, pulumi.Input<string>> {
  return environmentOf<pulumi.Input<string>>(settings, {
    serviceName: names.physical(64),
    busName: bus.name,
    parkingQueueUrl: parking.queue.url,
    sources: pulumi.jsonStringify(sources.secrets.map(({ source, secret }) => declaredSource(source, secret.arn))),
  });
}
