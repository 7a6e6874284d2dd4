import assert from 'node:assert/strict';
import { mutingCommands } from '../../infra/monitoring/muting.ts';
import { names } from '../../infra/names.ts';
import { alarm, composite } from '../local/aws/cloudwatch/alarms/alarm-declarations.ts';
import { startCloudWatch } from '../local/aws/cloudwatch/local-cloudwatch.ts';
import { startSns, topicArn } from '../local/aws/sns/local-sns.ts';
import { awsCli } from './aws-cli.ts';

describe('the aws CLI', () => {
  it('publishes to a topic, and lists who gets it', async () => {
    const topics = await startSns();
    await using aws = await awsCli(topics.endpoint.url, 'us-east-1');
    const { Subscriptions } = await aws.ask(['sns', 'list-subscriptions-by-topic', '--topic-arn', topicArn]);
    assert.deepEqual(Subscriptions, []);
    const { MessageId } = await aws.ask(['sns', 'publish', '--topic-arn', topicArn, '--message', 'a & b']);
    assert.match(String(MessageId), /^[\da-f-]{36}$/);
    await topics.close();
  });

  it('describes composite alarms and their history', async () => {
    const watched = await startCloudWatch({ alarms: [alarm('age')], compositeAlarms: [composite('page', 'OK(age)')] });
    watched.clock.advance(60_000);
    await using aws = await awsCli(watched.endpoint.url, 'us-east-1');
    const types = ['--alarm-types', 'CompositeAlarm'];
    const { CompositeAlarms } = await aws.ask(['cloudwatch', 'describe-alarms', ...types]);
    const [found] = CompositeAlarms as readonly Readonly<Record<string, unknown>>[];
    assert.deepEqual([found?.AlarmRule, found?.StateValue], ['OK(age)', 'OK']);
    const { AlarmHistoryItems } = await aws.ask(['cloudwatch', 'describe-alarm-history', ...types]);
    assert.equal((AlarmHistoryItems as readonly unknown[]).length, 2);
    await watched.close();
  });

  it('mutes alarms by the command of a stack, lists the rule, and ends it', async () => {
    const watched = await startCloudWatch({ alarms: [alarm('age')], compositeAlarms: [composite('page', 'OK(age)')] });
    await using aws = await awsCli(watched.endpoint.url, 'us-east-1');
    const { mute, unmute } = mutingCommands(names('webhook-bridge', 'dev'), 'us-east-1', ['page', 'age']);
    const named = ['--alarm-mute-rule-name', 'webhook-bridge_dev_muted'];

    await aws.paste(mute);
    // The command goes by the wall's clock, where a minute may have begun since.
    watched.now = Date.now();
    const rule = await aws.ask(['cloudwatch', 'get-alarm-mute-rule', ...named]);
    assert.deepEqual([rule.Status, rule.MuteTargets], ['ACTIVE', { AlarmNames: ['page', 'age'] }]);
    assert.match(String(rule.LastUpdatedTimestamp), /^\d{4}-\d\d-\d\dT/);
    const listing = ['cloudwatch', 'list-alarm-mute-rules', '--alarm-name', 'page', '--statuses', 'ACTIVE'];
    const { AlarmMuteRuleSummaries } = await aws.ask(listing);
    assert.equal((AlarmMuteRuleSummaries as readonly unknown[]).length, 1);

    await aws.paste(unmute);
    await assert.rejects(aws.ask(['cloudwatch', 'get-alarm-mute-rule', ...named]), /ResourceNotFoundException/);
    await watched.close();
  });
});
