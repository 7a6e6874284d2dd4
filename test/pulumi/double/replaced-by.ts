/**
 * The properties that cannot change in place, of the types of this program. Pulumi's schema of the AWS provider has them
 * as `willReplaceOnChanges`, which the package for Node leaves out. Those of Lambda, EventBridge, Pipes, Secrets Manager,
 * the log group's resource policy and SNS subscriptions were read in terraform-provider-aws (`ForceNew`), on which the
 * AWS provider is built; the others are our knowledge of it.
 */
export const replacedBy: Readonly<Record<string, readonly string[]>> = {
  'aws:secretsmanager/secret:Secret': ['name', 'namePrefix'],
  'aws:secretsmanager/secretVersion:SecretVersion': ['secretId', 'secretString', 'secretBinary'],
  'aws:cloudwatch/eventBus:EventBus': ['name', 'eventSourceName'],
  'aws:cloudwatch/eventArchive:EventArchive': ['name', 'eventSourceArn'],
  'aws:cloudwatch/eventRule:EventRule': ['name', 'eventBusName'],
  'aws:cloudwatch/eventTarget:EventTarget': ['eventBusName', 'rule', 'targetId'],
  'aws:sqs/queue:Queue': ['name', 'fifoQueue'],
  'aws:sqs/queuePolicy:QueuePolicy': ['queueUrl'],
  'aws:sns/topic:Topic': ['name', 'fifoTopic'],
  'aws:sns/topicPolicy:TopicPolicy': ['arn'],
  'aws:sns/topicSubscription:TopicSubscription': ['topic', 'protocol', 'endpoint'],
  'aws:kms/key:Key': ['customerMasterKeySpec', 'keyUsage', 'multiRegion'],
  'aws:kms/alias:Alias': ['name'],
  'aws:chatbot/slackChannelConfiguration:SlackChannelConfiguration': ['slackTeamId', 'configurationName'],
  'aws:pipes/pipe:Pipe': ['name', 'source'],
  'aws:cloudwatch/logGroup:LogGroup': ['name', 'logGroupClass'],
  'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': ['policyName', 'resourceArn'],
  'aws:cloudwatch/logMetricFilter:LogMetricFilter': ['name', 'logGroupName'],
  'aws:cloudwatch/metricAlarm:MetricAlarm': ['name'],
  'aws:cloudwatch/compositeAlarm:CompositeAlarm': ['alarmName'],
  'aws:cloudwatch/dashboard:Dashboard': ['dashboardName'],
  'aws:cloudwatch/queryDefinition:QueryDefinition': [],
  'aws:xray/group:Group': ['groupName'],
  'aws:iam/role:Role': ['name', 'path'],
  'aws:iam/rolePolicy:RolePolicy': ['name', 'role'],
  'aws:lambda/function:Function': ['name', 'packageType', 'tenancyConfig'],
  'aws:lambda/functionUrl:FunctionUrl': ['functionName', 'qualifier'],
  'aws:lambda/permission:Permission': [
    'action',
    'function',
    'functionUrlAuthType',
    'invokedViaFunctionUrl',
    'principal',
    'sourceArn',
    'statementId',
  ],
};

/** What the program calls a resource by; the provider deletes first where that stays. */
export const nameKeys = [
  'name',
  'alarmName',
  'dashboardName',
  'groupName',
  'configurationName',
  'statementId',
] as const;
