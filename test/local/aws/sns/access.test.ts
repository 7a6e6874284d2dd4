import assert from 'node:assert/strict';
import { publishingRefused } from '../../../../local/aws/sns/access.ts';
import type { KeyDeclaration } from '../../../../local/aws/sns/declaration.ts';
import { account, alarmArn, topicArn } from './local-sns.ts';

type Statement = Readonly<Record<string, unknown>>;

const keyArn = `arn:aws:kms:us-east-1:${account}:key/1`;
const cloudWatch = { Service: 'cloudwatch.amazonaws.com' };

function policy(...Statement: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement });
}

const publish: Statement = { Effect: 'Allow', Principal: cloudWatch, Action: 'sns:Publish', Resource: topicArn };
const use: Statement = {
  Effect: 'Allow',
  Principal: cloudWatch,
  Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
  Resource: '*',
};

function isRefused(topic: { policy?: string; kmsMasterKeyId?: string }, ...keys: readonly KeyDeclaration[]) {
  return publishingRefused({ name: 'page', arn: topicArn, ...topic }, keys, alarmArn);
}

describe('an alarm and a topic', () => {
  for (const [what, ...statements] of [
    ['the service', publish],
    ['the service among others', { ...publish, Principal: { Service: ['events.amazonaws.com', cloudWatch.Service] } }],
    ['every action of SNS', { ...publish, Action: 'SNS:*' }],
    ['the account', { ...publish, Condition: { StringEquals: { 'aws:SourceAccount': account } } }],
    ['its alarms', { ...publish, Condition: { ArnLike: { 'AWS:SourceArn': alarmArn.replace(/age$/, '*') } } }],
    ['whoever is no other', { ...publish, Condition: { StringNotEquals: { 'aws:SourceAccount': '1' } } }],
    [
      'the service, and nobody without TLS',
      publish,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sns:Publish',
        Resource: topicArn,
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  ] as const) {
    it(`agree when the policy lets in ${what}`, () => {
      assert.equal(isRefused({ policy: policy(...statements) }), undefined);
    });
  }

  it('agree without a policy, as SNS has one of its own', () => {
    assert.equal(isRefused({}), undefined);
  });

  for (const [what, ...statements] of [
    ['another service', { ...publish, Principal: { Service: 'events.amazonaws.com' } }],
    ['nobody but the account', { ...publish, Principal: { AWS: `arn:aws:iam::${account}:root` } }],
    ['another action', { ...publish, Action: 'sns:Subscribe' }],
    ['another topic', { ...publish, Resource: `${topicArn}-2` }],
    ['another account', { ...publish, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }],
    ['other alarms', { ...publish, Condition: { ArnLike: { 'aws:SourceArn': `${alarmArn}-2*` } } }],
    [
      'a condition that CloudWatch does not fulfil',
      { ...publish, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o' } } },
    ],
    ['the service, and denies it', publish, { ...publish, Effect: 'Deny' }],
  ] as const) {
    it(`do not agree when the policy lets in ${what}`, () => {
      assert.match(
        isRefused({ policy: policy(...statements) }) ?? '',
        /not authorized to perform: SNS:Publish on resource/,
      );
    });
  }

  it('refuse a policy that cannot be read here, rather than read it wrong', () => {
    const odd = policy({ ...publish, Condition: { DateLessThan: { 'aws:CurrentTime': 'x' } } });
    assert.throws(() => isRefused({ policy: odd }), /condition operator DateLessThan/);
  });

  const encrypted = { policy: policy(publish), kmsMasterKeyId: 'alias/pages' };
  const key = (text?: string): KeyDeclaration => ({
    keyId: '1',
    arn: keyArn,
    aliases: ['alias/pages'],
    ...(text !== undefined && { policy: text }),
  });

  for (const named of ['1', keyArn, 'alias/pages']) {
    it(`agree on a key that lets CloudWatch use it, named as ${named}`, () => {
      assert.equal(isRefused({ ...encrypted, kmsMasterKeyId: named }, key(policy(use))), undefined);
    });
  }

  for (const [what, statement] of [
    ['lets it decrypt alone', { ...use, Action: 'kms:Decrypt' }],
    ['lets it make data keys alone', { ...use, Action: 'kms:GenerateDataKey*' }],
    ['lets in SNS alone', { ...use, Principal: { Service: 'sns.amazonaws.com' } }],
    ['is for another account', { ...use, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }],
  ] as const) {
    it(`do not agree on a key that ${what}`, () => {
      assert.match(
        isRefused(encrypted, key(policy(statement))) ?? '',
        /authorization to access the SNS topic encryption key/,
      );
    });
  }

  it('do not agree on a key without a policy, one that is unknown, and the one AWS keeps for SNS', () => {
    assert.notEqual(isRefused(encrypted, key()), undefined);
    assert.notEqual(isRefused(encrypted), undefined);
    assert.notEqual(isRefused({ kmsMasterKeyId: 'alias/aws/sns' }, key(policy(use))), undefined);
  });
});
