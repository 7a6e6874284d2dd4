import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CloudWatchClient, PutAlarmMuteRuleCommand } from '@aws-sdk/client-cloudwatch';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { stringify } from 'yaml';
import { outcome, startCommand } from '../../commands.ts';
import { type Running, startJson, takeEvents } from '../../end-to-end/running.ts';

const command = join(import.meta.dirname, '../../../tools/verify/verify.ts');

interface Line {
  readonly check: string;
  readonly status: 'ok' | 'problem' | 'skipped';
  readonly says: string;
  readonly todo?: string;
}

describe('npm run verify', function () {
  this.timeout(180_000);
  const stack = `verified-${process.pid}`;
  const file = join(import.meta.dirname, `../../../Pulumi.${stack}.yaml`);
  const settings = {
    'webhook-bridge:sources': [
      { name: 'chat', scheme: 'momento' },
      { name: 'github', scheme: 'github' },
      { name: 'sms', scheme: 'twilio' },
    ],
    'webhook-bridge:rules': [
      { name: 'all', pattern: { source: [{ prefix: 'webhook.' }] }, targets: [{ type: 'queue' }] },
      { name: 'pushes', pattern: { 'detail-type': ['push'] }, targets: [{ type: 'queue' }] },
    ],
    'webhook-bridge:notifications': { page: [{ protocol: 'email', endpoint: 'team@example.com' }] },
  };
  const declare = (more: object = {}) => writeFileSync(file, stringify({ config: { ...settings, ...more } }));
  const named = `webhook-bridge_${stack}`;
  let run: Running;
  before(async () => {
    declare();
    run = await startJson('--stack', stack);
  });
  after(async () => {
    rmSync(file);
    await run?.stop();
  });

  const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
  const start = (...args: readonly string[]) =>
    startCommand(command, ['--stack', stack, '--endpoint-url', run.awsEndpoint, ...args], environment);
  const verify = async (...args: readonly string[]) => {
    const { out, said, status } = await outcome(start('--json', ...args));
    const lines = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const end = lines.pop();
    const found = Object.fromEntries(lines.map((line: Line) => [line.check, line]));
    const of = (check: string): Partial<Line> => found[check] ?? {};
    return { lines: lines as readonly Line[], of, end, said, status };
  };

  it('follows deliveries through a stack that is as it should be, and says so', async () => {
    const { lines, of, end, said, status } = await verify();
    assert.deepEqual(
      lines.map(({ check, status }) => `${check}: ${status}`),
      [
        'account: ok',
        'function: ok',
        'secret chat: ok',
        'secret github: ok',
        'secret sms: ok',
        'pipe: ok',
        'rules: ok',
        'way to the bus: ok',
        'delivery chat: ok',
        'forgery chat: ok',
        'delivery github: ok',
        'forgery github: ok',
        'delivery sms: ok',
        'forgery sms: ok',
        'parked delivery: ok',
        'metrics: ok',
        'trace: ok',
        'alarms: ok',
        'dashboards: ok',
        'page topic: ok',
        'ticket topic: skipped',
      ],
    );
    assert.deepEqual([end, said, status], [{ stack, ok: true, problems: [] }, '', 0]);
    assert.equal(of('account').says, 'account 000000000000 as arn:aws:iam::000000000000:root, region us-east-1');
    assert.match(of('delivery chat').says ?? '', /^answered 200 in \d+ ms, on the bus as "webhook-bridge-verify#/);
    assert.match(of('delivery sms').says ?? '', /^answered 204 in \d+ ms, on the bus as "webhook-bridge-verify"/);
    assert.match(of('rules').says ?? '', new RegExp(`archive and to ${named}_all → arn:\\S+${named}_all$`));
    // What it sent it has taken out of the queue again.
    assert.deepEqual(await takeEvents(run), []);
  });

  it('gives back what others wait for in the queue of the run', async () => {
    const sqs = new SQSClient(run.aws);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'local-events' }));
    const MessageBody = JSON.stringify({ source: 'of another', detail: {} });
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    assert.equal((await verify()).status, 0);
    assert.deepEqual(
      (await takeEvents(run)).map(({ source }) => source),
      ['of another'],
    );
  });

  it('sends and makes nothing with --read-only', async () => {
    const { lines, status } = await verify('--read-only');
    assert.equal(
      lines.some(({ check }) => /^(delivery|parked|forgery|rules|way)/.test(check)),
      false,
    );
    assert.equal(lines.length, 10);
    assert.equal(status, 0);
    assert.deepEqual(await takeEvents(run), []);
  });

  it('says in words what is wrong, and what to do', async () => {
    const unconfirmed = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
    await once(unconfirmed, 'listening');
    // A server that listens on a port has an address with a port.
    const { port } = unconfirmed.address() as AddressInfo;
    const TopicArn = `arn:aws:sns:us-east-1:000000000000:${named}_ticket`;
    const Endpoint = `http://127.0.0.1:${port}/`;
    await new SNSClient(run.aws).send(new SubscribeCommand({ TopicArn, Protocol: 'http', Endpoint }));
    const secret = { SecretId: `${named}_chat`, SecretString: '{"momentoSecret":"s3cret"}' };
    await new SecretsManagerClient(run.aws).send(new PutSecretValueCommand(secret));
    await new CloudWatchClient(run.aws).send(
      new PutAlarmMuteRuleCommand({
        Name: 'deployment',
        Rule: { Schedule: { Expression: `at(${new Date().toISOString().slice(0, 16)})`, Duration: 'PT1H' } },
        MuteTargets: { AlarmNames: [`${named}_page_failing-deliveries`] },
      }),
    );
    declare({ 'webhook-bridge:reservedConcurrency': 20 });

    const { of, end, status } = await verify();
    assert.deepEqual(
      [end, status],
      [{ stack, ok: false, problems: ['function', 'secret chat', 'alarms', 'ticket topic'] }, 1],
    );
    assert.deepEqual(of('function'), {
      check: 'function',
      status: 'problem',
      says: `${named} has a reserved concurrency of 10, and the settings say a reserved concurrency of 20`,
      todo: `npm run up -- --stack ${stack} --refresh`,
    });
    assert.match(of('secret chat').says ?? '', /^webhook-bridge_\S+_chat is not what momento wants: JSON around it/);
    assert.match(of('secret chat').todo ?? '', /setSecretCommands/);
    assert.deepEqual(of('delivery chat'), {
      check: 'delivery chat',
      status: 'skipped',
      says: 'not sent: see the check "secret chat"',
    });
    assert.equal(of('delivery github').status, 'ok');
    assert.match(of('alarms').says ?? '', /^alarms are muted by the mute rule deployment/);
    assert.equal(of('ticket topic').says, `not confirmed: http to 127.0.0.1:${port}; SNS tells them nothing yet`);

    const { out } = await outcome(start('--read-only'));
    assert.match(out, /^✓ account {2}account 000000000000 /);
    assert.match(out, /\n✗ function {2}.* of 20\n {4}npm run up -- --stack \S+ --refresh\n/);
    assert.match(out, /\n\S+ has a problem with: function, secret chat, alarms, ticket topic\n$/);
    unconfirmed.close();
  });

  it('sends nothing to an account that the stack may not be in', async () => {
    declare({ 'aws:allowedAccountIds': ['111111111111'] });
    const { lines, end, status } = await verify();
    assert.deepEqual(lines, [
      {
        check: 'account',
        status: 'problem',
        says: 'account 000000000000 (arn:aws:iam::000000000000:root) is not one of aws:allowedAccountIds: 111111111111',
        todo: 'take credentials of another account: AWS_PROFILE, or aws:profile in the stack file',
      },
    ]);
    assert.deepEqual([end.ok, status], [false, 1]);
    assert.deepEqual(await takeEvents(run), []);
  });

  it('sends nothing to an account that the stack is forbidden', async () => {
    declare({ 'aws:forbiddenAccountIds': ['000000000000'] });
    const { of, status } = await verify();
    assert.match(of('account').says ?? '', /is in aws:forbiddenAccountIds$/);
    assert.equal(status, 1);
  });

  it('ends with 130 on Ctrl-C', async () => {
    declare();
    const child = start();
    const ended = outcome(child);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    assert.equal((await ended).status, 130);
  });

  it('ends with 1 where nobody answers, and with 2 on a stack that there is not', async () => {
    const nowhere = ['--endpoint-url', 'http://127.0.0.1:1'];
    const unreachable = await outcome(startCommand(command, ['--stack', 'dev', ...nowhere], environment));
    assert.match(
      unreachable.said,
      /^http:\/\/127\.0\.0\.1:1 of --endpoint-url or AWS_ENDPOINT_URL gives no answer: ECONN/,
    );
    assert.equal(unreachable.status, 1);
    const unknown = await outcome(startCommand(command, ['--stack', 'nowhere'], environment));
    assert.equal(unknown.status, 2);
    assert.match(unknown.said, /^there is no stack nowhere: /);
  });
});
