/**
 * Actions in handlers that serve what the program declares nowhere, by feature. Those of other services, such as
 * `ec2:DescribeVpcs` for a function in a VPC, are left out anyway.
 */
export const unused: Readonly<Record<string, readonly string[]>> = {
  'replicas and generated values of secrets': [
    'secretsmanager:GetRandomPassword',
    'secretsmanager:RemoveRegionsFromReplication',
    'secretsmanager:ReplicateSecretToRegions',
  ],
  'secrets of which Pulumi does not know the value': ['secretsmanager:GetSecretValue'],
  'buses that other accounts write to': ['events:PutPermission', 'events:RemovePermission'],
  'data protection of topics and logs': [
    'logs:DeleteDataProtectionPolicy',
    'logs:GetDataProtectionPolicy',
    'logs:PutDataProtectionPolicy',
    'sns:GetDataProtectionPolicy',
    'sns:PutDataProtectionPolicy',
  ],
  'logs of pipes, and further settings of log groups': [
    'logs:AssociateKmsKey',
    'logs:CreateLogDelivery',
    'logs:DeleteIndexPolicy',
    'logs:DescribeIndexPolicies',
    'logs:DisassociateKmsKey',
    'logs:PutBearerTokenAuthentication',
    'logs:PutIndexPolicy',
    'logs:PutLogGroupDeletionProtection',
  ],
  'actions of a Slack channel': [
    'chatbot:AssociateToConfiguration',
    'chatbot:DisassociateFromConfiguration',
    'chatbot:ListAssociations',
  ],
  'managed policies and boundaries of roles': [
    'iam:AttachRolePolicy',
    'iam:DeleteRolePermissionsBoundary',
    'iam:DetachRolePolicy',
    'iam:PutRolePermissionsBoundary',
  ],
  'further settings of functions': [
    'lambda:AssociateRuntimeAlias',
    'lambda:DeleteFunctionCodeSigningConfig',
    'lambda:GetCodeSigningConfig',
    'lambda:GetFunctionRecursionConfig',
    'lambda:GetFunctionScalingConfig',
    'lambda:GetLayerVersion',
    'lambda:GetRuntimeManagementConfig',
    'lambda:PassCapacityProvider',
    'lambda:PublishVersion',
    'lambda:PutFunctionCodeSigningConfig',
    'lambda:PutFunctionRecursionConfig',
    'lambda:PutFunctionScalingConfig',
    'lambda:PutRuntimeManagementConfig',
  ],
};

/**
 * Actions that AWS checks against no resource, or that want `*` as theirs.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/
 * For alarms: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
 */
export const unscoped: ReadonlySet<string> = new Set([
  'chatbot:CreateSlackChannelConfiguration',
  'chatbot:DescribeSlackChannelConfigurations',
  'chatbot:ListTagsForResource',
  'cloudwatch:DescribeAlarms',
  'cloudwatch:PutCompositeAlarm',
  'kms:ListAliases',
  'logs:DeleteQueryDefinition',
  'logs:DeleteResourcePolicy',
  'logs:DescribeLogGroups',
  'logs:DescribeQueryDefinitions',
  'logs:DescribeResourcePolicies',
  'logs:PutQueryDefinition',
  'logs:PutResourcePolicy',
  'sns:GetSubscriptionAttributes',
  'sns:SetSubscriptionAttributes',
  'sns:Unsubscribe',
]);
