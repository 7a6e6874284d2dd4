import { createHash } from 'node:crypto';
import { localUrlId } from '../../../tools/local-aws.ts';
import type { Properties } from './graph.ts';
import type { Provider, Provisioned } from './monitor.ts';

/** Where the local run serves, and the account it stands for. */
export interface AwsLocation {
  readonly region: string;
  readonly account: string;
  /** Base URL of every AWS API, without a slash at its end. */
  readonly awsEndpoint: string;
  /** Base URL of the function, with a slash at its end as AWS writes it. */
  readonly functionUrl: string;
}

/**
 * The properties that AWS, and no input, decides: ids, ARNs and URLs, as the AWS provider names them.
 * @throws Error for a type the local run has no service for: nothing of the stack is left out in silence
 */
export function awsProvider(place: AwsLocation): Provider {
  return (type, name, inputs) => {
    const provision = Object.hasOwn(types, type) ? types[type] : undefined;
    if (!provision) throw new Error(`the local AWS has no ${type} (${name}); it has ${Object.keys(types).join(', ')}`);
    return provision(inputs, place);
  };
}

const types: Readonly<Record<string, (inputs: Properties, place: AwsLocation) => Provisioned>> = {
  'pulumi:providers:aws': (inputs) => ({ id: digest(JSON.stringify(inputs)), properties: {} }),

  'aws:index/getCallerIdentity:getCallerIdentity': (_asked, { account }) => ({
    id: account,
    properties: { accountId: account, arn: `arn:aws:iam::${account}:root`, userId: account, id: account },
  }),

  'aws:secretsmanager/secret:Secret': ({ name }, place) => {
    // AWS ends a secret's ARN in six characters of its own; these follow from the name, so that two runs agree.
    const arn = arnOf(place, 'secretsmanager', `secret:${name}-${digest(String(name)).slice(0, 6)}`);
    return { id: arn, properties: { arn } };
  },
  'aws:secretsmanager/secretVersion:SecretVersion': ({ secretId }) => {
    const versionId = digest(String(secretId));
    return { id: `${secretId}|${versionId}`, properties: { arn: secretId, versionId, versionStages: ['AWSCURRENT'] } };
  },

  'aws:cloudwatch/eventBus:EventBus': ({ name }, place) => named(name, arnOf(place, 'events', `event-bus/${name}`)),
  'aws:cloudwatch/eventArchive:EventArchive': ({ name }, place) =>
    named(name, arnOf(place, 'events', `archive/${name}`)),
  'aws:cloudwatch/eventRule:EventRule': ({ name, eventBusName }, place) => ({
    id: `${eventBusName}/${name}`,
    properties: { arn: arnOf(place, 'events', `rule/${eventBusName}/${name}`) },
  }),
  'aws:cloudwatch/eventTarget:EventTarget': ({ eventBusName, rule, targetId }) => ({
    id: `${eventBusName}-${rule}-${targetId}`,
    properties: {},
  }),

  'aws:sqs/queue:Queue': ({ name }, place) => {
    const url = `${place.awsEndpoint}/${place.account}/${name}`;
    return { id: url, properties: { url, arn: arnOf(place, 'sqs', String(name)) } };
  },
  'aws:sqs/queuePolicy:QueuePolicy': ({ queueUrl }) => ({ id: String(queueUrl), properties: {} }),

  'aws:sns/topic:Topic': ({ name }, place) => {
    const arn = arnOf(place, 'sns', String(name));
    return { id: arn, properties: { arn } };
  },
  'aws:sns/topicPolicy:TopicPolicy': ({ arn }) => ({ id: String(arn), properties: {} }),
  'aws:sns/topicSubscription:TopicSubscription': ({ topic, protocol, endpoint }) => {
    const arn = `${topic}:${uuid(`${topic} ${protocol} ${endpoint}`)}`;
    return { id: arn, properties: { arn } };
  },
  'aws:kms/key:Key': (inputs, place) => {
    // A key has no name: what tells it from others is what it is declared with.
    const keyId = uuid(JSON.stringify(inputs));
    return { id: keyId, properties: { keyId, arn: arnOf(place, 'kms', `key/${keyId}`) } };
  },
  'aws:kms/alias:Alias': ({ name, targetKeyId }, place) => {
    const targetKeyArn = String(targetKeyId).startsWith('arn:')
      ? targetKeyId
      : arnOf(place, 'kms', `key/${targetKeyId}`);
    return { id: String(name), properties: { arn: arnOf(place, 'kms', String(name)), targetKeyArn } };
  },
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': ({ configurationName }, { account }) => {
    const chatConfigurationArn = `arn:aws:chatbot::${account}:chat-configuration/slack-channel/${configurationName}`;
    return { id: chatConfigurationArn, properties: { chatConfigurationArn } };
  },

  'aws:pipes/pipe:Pipe': ({ name }, place) => named(name, arnOf(place, 'pipes', `pipe/${name}`)),

  'aws:cloudwatch/logGroup:LogGroup': ({ name }, place) => named(name, arnOf(place, 'logs', `log-group:${name}`)),
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': ({ resourceArn }) => ({
    id: String(resourceArn),
    properties: {},
  }),

  'aws:cloudwatch/logMetricFilter:LogMetricFilter': ({ name }) => ({ id: String(name), properties: {} }),

  'aws:cloudwatch/metricAlarm:MetricAlarm': ({ name }, place) =>
    named(name, arnOf(place, 'cloudwatch', `alarm:${name}`)),
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': ({ alarmName }, place) =>
    named(alarmName, arnOf(place, 'cloudwatch', `alarm:${alarmName}`)),
  'aws:cloudwatch/dashboard:Dashboard': ({ dashboardName }, place) => ({
    id: String(dashboardName),
    // Dashboards belong to the account and to no region.
    properties: { dashboardArn: `arn:aws:cloudwatch::${place.account}:dashboard/${dashboardName}` },
  }),
  'aws:cloudwatch/queryDefinition:QueryDefinition': ({ name }, place) => {
    const queryDefinitionId = uuid(String(name));
    const arn = arnOf(place, 'logs', `query-definition:${queryDefinitionId}`);
    return { id: queryDefinitionId, properties: { queryDefinitionId, arn } };
  },

  'aws:xray/group:Group': ({ groupName }, place) => {
    const arn = arnOf(place, 'xray', `group/${groupName}/${digest(String(groupName)).toUpperCase()}`);
    return { id: arn, properties: { arn } };
  },

  'aws:iam/role:Role': ({ name }, place) => named(name, `arn:aws:iam::${place.account}:role/${name}`),
  'aws:iam/rolePolicy:RolePolicy': ({ role, name }) => ({ id: `${role}:${name}`, properties: {} }),

  'aws:lambda/function:Function': ({ name }, place) => ({
    id: String(name),
    properties: { arn: arnOf(place, 'lambda', `function:${name}`), version: '$LATEST' },
  }),
  'aws:lambda/functionUrl:FunctionUrl': ({ functionName }, place) => ({
    id: String(functionName),
    properties: { functionUrl: place.functionUrl, urlId: localUrlId(String(functionName)) },
  }),
  'aws:lambda/permission:Permission': ({ statementId }) => ({ id: String(statementId), properties: {} }),
};

function named(name: unknown, arn: string): Provisioned {
  return { id: String(name), properties: { arn } };
}

function arnOf({ region, account }: AwsLocation, service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

/** Of the form that AWS gives its ids, and the same in every run. */
function uuid(text: string): string {
  return digest(text).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
