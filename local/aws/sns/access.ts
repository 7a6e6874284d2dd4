import type { KeyDeclaration, TopicDeclaration } from './declaration.ts';
import { allows } from './policy.ts';

const service = 'cloudwatch.amazonaws.com';

/**
 * Why an alarm may not publish to a topic, in CloudWatch's words; undefined when it may. An encrypted topic needs the
 * key's policy to let CloudWatch in too, and a key that AWS keeps for SNS never does.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function publishingRefused(
  topic: TopicDeclaration,
  keys: readonly KeyDeclaration[],
  alarmArn: string,
): string | undefined {
  const [, , , region = '', account = ''] = alarmArn.split(':');
  const context = { 'aws:SourceAccount': account, 'aws:SourceArn': alarmArn, 'aws:SecureTransport': 'true' };
  const publish = { service, action: 'sns:Publish', resource: topic.arn, context };
  if (topic.policy !== undefined && !allows(topic.policy, publish)) {
    return `CloudWatch Alarms is not authorized to perform: SNS:Publish on resource: ${topic.arn} because no resource-based policy allows the SNS:Publish action`;
  }
  const { kmsMasterKeyId: named } = topic;
  if (named === undefined || named === '') return undefined;
  const key = keys.find(({ keyId, arn, aliases }) => [keyId, arn, ...aliases].includes(named));
  const use = {
    ...context,
    'kms:ViaService': `sns.${region}.amazonaws.com`,
    'kms:EncryptionContext:aws:sns:topicArn': topic.arn,
  };
  const isAllowed = (action: string) =>
    key?.policy !== undefined && allows(key.policy, { service, action, resource: key.arn, context: use });
  if (isAllowed('kms:Decrypt') && isAllowed('kms:GenerateDataKey')) return undefined;
  return 'CloudWatch Alarms does not have authorization to access the SNS topic encryption key.';
}
