import assert from 'node:assert/strict';
import { alarm, composite } from '../local/cloudwatch/alarm-declarations.ts';
import { startCloudWatch } from '../local/cloudwatch/local-cloudwatch.ts';
import { startSns, topicArn } from '../local/notifications/local-sns.ts';
import { awsCli } from './aws-cli.ts';

describe('the aws CLI', () => {
  it('publishes to a topic, and lists it', async () => {
    const topics = await startSns();
    await using aws = await awsCli(topics.endpoint.url, 'us-east-1');
    const { Topics } = await aws.ask(['sns', 'list-topics']);
    assert.deepEqual(Topics, [{ TopicArn: topicArn }]);
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
});
