import assert from 'node:assert/strict';
import * as pulumi from '@pulumi/pulumi';
import { providerSettings } from '../../../infra/settings/provider.ts';
import { SettingsError } from '../../../infra/settings/settings.ts';
import { ofType, ProgramError } from '../../../local/index.ts';
import { provisioned } from '../expectations/provisioned.ts';
import { dev, graphOf, root, run, setting } from '../programs.ts';

const region = 'us-east-1';
const queueOf = (account: string) => ({ protocol: 'sqs', endpoint: `arn:aws:sqs:us-east-1:${account}:tickets` });

describe('aws: settings of a stack', () => {
  it('are those that the provider of the stack has', async () => {
    const graph = await graphOf({
      ...dev,
      values: {
        ...dev.values,
        'aws:region': region,
        'aws:profile': 'prod',
        'aws:allowedAccountIds': '["123456789012"]',
        'aws:assumeRoles': '[{"roleArn":"arn:aws:iam::123456789012:role/deploy"}]',
        'aws:maxRetries': '3',
      },
    });

    const [provider] = ofType(graph, 'pulumi:providers:aws');
    assert.ok(provider);
    const { profile, allowedAccountIds, assumeRoles, maxRetries } = provider.inputs;
    assert.deepEqual(
      { region: provider.inputs.region, profile, allowedAccountIds, assumeRoles, maxRetries },
      {
        region,
        profile: 'prod',
        allowedAccountIds: '["123456789012"]',
        assumeRoles: '[{"roleArn":"arn:aws:iam::123456789012:role/deploy"}]',
        maxRetries: '3',
      },
    );
    assert.ok(provisioned(graph).every((resource) => resource.provider === `${provider.urn}::${provider.id}`));
  });

  for (const [key, text, words] of [
    [
      'region',
      'eu-central-1',
      'aws:region is "eu-central-1": wants us-east-1, as webhook-bridge:region, or to be removed',
    ],
    ['defaultTags', '{}', 'aws:defaultTags is no setting of this program: wants webhook-bridge:tags instead'],
    ['profil', 'prod', 'aws:profil is no setting of the AWS provider: remove it'],
    ['assumeRoles', 'deploy', 'aws:assumeRoles: wants what the AWS provider takes, as JSON'],
  ] as const) {
    it(`are refused by name where they cannot be obeyed: ${key}`, () => {
      assert.throws(
        () => providerSettings({ ...dev.values, [`aws:${key}`]: text }, region, () => false),
        (error) => error instanceof SettingsError && error.message === words,
      );
    });
  }
});

describe('an aws: setting that is encrypted', () => {
  it('stays a secret on its way to the provider', async () => {
    const values = { 'aws:assumeRoles': '[{"externalId":"hidden"}]', 'aws:profile': 'prod' };

    const settings = providerSettings(values, region, (key) => key === 'aws:assumeRoles');

    assert.ok(await pulumi.isSecret(pulumi.output(settings.assumeRoles)));
    assert.equal(settings.profile, 'prod');
  });
});

describe('a queue that alarms tell', () => {
  it("is refused by its key where it is of another account than the stack's, before anything is created", async () => {
    const configuration = setting(dev, {
      notifications: { page: [queueOf('123456789012')], ticket: [queueOf('123456789012'), queueOf('210987654321')] },
    });

    await assert.rejects(
      run(root, configuration),
      (error) =>
        error instanceof ProgramError &&
        error.message ===
          'webhook-bridge:notifications.ticket.1.endpoint is "arn:aws:sqs:us-east-1:210987654321:tickets": wants a queue of the stack\'s account, 123456789012; no other confirms by itself',
    );
  });
});
