import type { Properties } from '../../local/index.ts';

/** What deploying a resource takes, beside its CloudFormation type's handlers. */
export interface Grant {
  /** As actions and ARNs name it. */
  readonly service: string;
  /** The CloudFormation type of the same resource; its handlers name most actions. */
  readonly handlers?: string;
  /** Actions that the AWS provider calls and no handler names, as recorded from it. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  /** The service that the resource gives a role to. */
  readonly passesRoleTo?: string;
  /** Left out where actions are on another resource, or AWS chooses the name. */
  readonly arn?: Arn;
}

export interface Arn {
  /** Whether it has no region. */
  readonly isGlobal?: true;
  /** The name in it that is the stack's. */
  readonly nameOf: (inputs: Properties) => unknown;
  /** What follows the account, with a pattern in place of the name. */
  readonly resources: (name: string) => readonly string[];
}

const name = (inputs: Properties) => inputs.name;

/** By Pulumi type. */
export const grants: Readonly<Record<string, Grant>> = {
  'aws:secretsmanager/secret:Secret': {
    service: 'secretsmanager',
    handlers: 'AWS::SecretsManager::Secret',
    reads: ['secretsmanager:GetResourcePolicy'],
    // AWS ends the name in a hyphen and six characters of its own.
    arn: { nameOf: name, resources: (name) => [`secret:${name}-??????`] },
  },
  'aws:secretsmanager/secretVersion:SecretVersion': {
    service: 'secretsmanager',
    reads: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:ListSecretVersionIds'],
    writes: ['secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
  },
  'aws:cloudwatch/eventBus:EventBus': {
    service: 'events',
    handlers: 'AWS::Events::EventBus',
    arn: { nameOf: name, resources: (name) => [`event-bus/${name}`] },
  },
  'aws:cloudwatch/eventArchive:EventArchive': {
    service: 'events',
    handlers: 'AWS::Events::Archive',
    arn: { nameOf: name, resources: (name) => [`archive/${name}`] },
  },
  'aws:cloudwatch/eventRule:EventRule': {
    service: 'events',
    handlers: 'AWS::Events::Rule',
    arn: { nameOf: ({ eventBusName }) => eventBusName, resources: (bus) => [`rule/${bus}/*`] },
  },
  'aws:cloudwatch/eventTarget:EventTarget': { service: 'events', handlers: 'AWS::Events::Rule' },
  'aws:sqs/queue:Queue': {
    service: 'sqs',
    handlers: 'AWS::SQS::Queue',
    arn: { nameOf: name, resources: (name) => [name] },
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    service: 'sqs',
    handlers: 'AWS::SQS::QueuePolicy',
    reads: ['sqs:GetQueueAttributes'],
  },
  'aws:sns/topic:Topic': {
    service: 'sns',
    handlers: 'AWS::SNS::Topic',
    arn: { nameOf: name, resources: (name) => [name] },
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    service: 'sns',
    handlers: 'AWS::SNS::TopicPolicy',
    reads: ['sns:GetTopicAttributes'],
  },
  'aws:sns/topicSubscription:TopicSubscription': { service: 'sns', handlers: 'AWS::SNS::Subscription' },
  'aws:kms/key:Key': { service: 'kms', handlers: 'AWS::KMS::Key' },
  'aws:kms/alias:Alias': {
    service: 'kms',
    handlers: 'AWS::KMS::Alias',
    arn: {
      nameOf: ({ name }) => String(name).replace(/^alias\//, ''),
      resources: (name) => [`alias/${name}`],
    },
  },
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': {
    service: 'chatbot',
    handlers: 'AWS::Chatbot::SlackChannelConfiguration',
    passesRoleTo: 'chatbot.amazonaws.com',
    arn: {
      isGlobal: true,
      nameOf: ({ configurationName }) => configurationName,
      resources: (name) => [`chat-configuration/slack-channel/${name}`],
    },
  },
  'aws:pipes/pipe:Pipe': {
    service: 'pipes',
    handlers: 'AWS::Pipes::Pipe',
    passesRoleTo: 'pipes.amazonaws.com',
    arn: { nameOf: name, resources: (name) => [`pipe/${name}`] },
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    service: 'logs',
    handlers: 'AWS::Logs::LogGroup',
    // Tags are on the group itself, everything else on what ends in `:*`.
    arn: { nameOf: name, resources: (name) => [`log-group:${name}`, `log-group:${name}:*`] },
  },
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': { service: 'logs', handlers: 'AWS::Logs::ResourcePolicy' },
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': { service: 'logs', handlers: 'AWS::Logs::MetricFilter' },
  'aws:cloudwatch/queryDefinition:QueryDefinition': { service: 'logs', handlers: 'AWS::Logs::QueryDefinition' },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    service: 'cloudwatch',
    handlers: 'AWS::CloudWatch::Alarm',
    arn: { nameOf: name, resources: (name) => [`alarm:${name}`] },
  },
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': {
    service: 'cloudwatch',
    handlers: 'AWS::CloudWatch::CompositeAlarm',
    arn: {
      nameOf: ({ alarmName }) => alarmName,
      resources: (name) => [`alarm:${name}`],
    },
  },
  'aws:cloudwatch/dashboard:Dashboard': {
    service: 'cloudwatch',
    handlers: 'AWS::CloudWatch::Dashboard',
    arn: {
      isGlobal: true,
      nameOf: ({ dashboardName }) => dashboardName,
      resources: (name) => [`dashboard/${name}`],
    },
  },
  'aws:xray/group:Group': {
    service: 'xray',
    handlers: 'AWS::XRay::Group',
    // AWS ends the ARN in an id of its own.
    arn: { nameOf: ({ groupName }) => groupName, resources: (name) => [`group/${name}/*`] },
  },
  'aws:iam/role:Role': {
    service: 'iam',
    handlers: 'AWS::IAM::Role',
    writes: ['iam:ListInstanceProfilesForRole'],
    arn: { isGlobal: true, nameOf: name, resources: (name) => [`role/${name}`] },
  },
  'aws:iam/rolePolicy:RolePolicy': { service: 'iam', handlers: 'AWS::IAM::RolePolicy' },
  'aws:lambda/function:Function': {
    service: 'lambda',
    handlers: 'AWS::Lambda::Function',
    reads: ['lambda:ListVersionsByFunction'],
    passesRoleTo: 'lambda.amazonaws.com',
    arn: { nameOf: name, resources: (name) => [`function:${name}`] },
  },
  'aws:lambda/functionUrl:FunctionUrl': {
    service: 'lambda',
    handlers: 'AWS::Lambda::Url',
    // A URL without authentication makes the provider let everybody call it.
    writes: ['lambda:AddPermission', 'lambda:RemovePermission'],
  },
  'aws:lambda/permission:Permission': { service: 'lambda', handlers: 'AWS::Lambda::Permission' },
};
