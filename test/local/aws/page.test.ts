import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCloudWatch } from '../../../local/aws/cloudwatch/cloudwatch.ts';
import { createEventBridge } from '../../../local/aws/eventbridge/eventbridge.ts';
import { lambdaService } from '../../../local/aws/lambda/api.ts';
import { createCloudWatchLogs } from '../../../local/aws/logs/logs.ts';
import { pipesService } from '../../../local/aws/pipes/api.ts';
import { createSecretsManager } from '../../../local/aws/secretsmanager/secretsmanager.ts';
import { createSns } from '../../../local/aws/sns/sns.ts';
import { createSqs } from '../../../local/aws/sqs/sqs.ts';
import { stsService } from '../../../local/aws/sts/sts.ts';
import { createXray } from '../../../local/aws/xray/xray.ts';
import { root } from '../../infra/programs.ts';

describe('the page on the local AWS', () => {
  it('lists every operation of every service, and no other', () => {
    const place = { region: 'eu-west-1', account: '000000000000' };
    const watch = createCloudWatch({ dashboards: [], alarms: [], functionName: 'f' });
    const services = {
      EventBridge: createEventBridge({ ...place, buses: [], rules: [], send: async () => {}, warn: () => {} }).service,
      'EventBridge Pipes': pipesService([]),
      Lambda: lambdaService([]),
      SQS: createSqs({ queues: [] }).service,
      CloudWatch: watch.service,
      'CloudWatch Logs': createCloudWatchLogs({ groups: [] }).service,
      'Secrets Manager': createSecretsManager({ secrets: [] }).service,
      SNS: createSns({ topics: [], subscriptions: [], keys: [], send: () => {}, endpoint: '', now: Date.now }).service,
      'X-Ray': createXray({ groups: [], note: () => {} }).service,
      STS: stsService('000000000000'),
    };
    watch.close();
    const listed = [...readFileSync(join(root, 'docs/local-aws.md'), 'utf8').matchAll(/^\| ([^|]+) \| (`.*`) \|$/gm)];
    assert.deepEqual(
      Object.fromEntries(
        listed.map(([, name = '', operations]) => [name, [...(operations ?? '').matchAll(/\w+/g)].join(' ')]),
      ),
      Object.fromEntries(
        Object.entries(services).map(([name, { operations }]) => [name, Object.keys(operations).join(' ')]),
      ),
    );
  });
});
