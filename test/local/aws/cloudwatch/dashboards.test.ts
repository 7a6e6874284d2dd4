import assert from 'node:assert/strict';
import { CloudWatchServiceException, GetDashboardCommand, ListDashboardsCommand } from '@aws-sdk/client-cloudwatch';
import { type LocalCloudWatch, start, startCloudWatch } from './local-cloudwatch.ts';

const arnOf = (name: string) => `arn:aws:cloudwatch::123456789012:dashboard/${name}`;
const body = '{"widgets":[{"type":"text","properties":{"markdown":"é"}}]}';

describe('dashboards', () => {
  let aws: LocalCloudWatch;
  before(async () => {
    const dashboards = ['dev_operations', 'dev_cold-start'].map((name) => ({ name, arn: arnOf(name), body }));
    aws = await startCloudWatch({ dashboards });
  });
  after(() => aws.close());

  it('are listed by name with their size in bytes', async () => {
    const { DashboardEntries } = await aws.client.send(new ListDashboardsCommand({}));
    assert.deepEqual(
      DashboardEntries,
      ['dev_cold-start', 'dev_operations'].map((name) => ({
        DashboardName: name,
        DashboardArn: arnOf(name),
        LastModified: new Date(start),
        Size: body.length + 1,
      })),
    );
    const some = await aws.client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'dev_o' }));
    assert.equal(some.DashboardEntries?.length, 1);
  });

  it('have their body as it was declared', async () => {
    const { DashboardArn, DashboardBody } = await aws.client.send(
      new GetDashboardCommand({ DashboardName: 'dev_operations' }),
    );
    assert.deepEqual([DashboardArn, DashboardBody], [arnOf('dev_operations'), body]);
  });

  it('that do not exist are not found', async () => {
    await assert.rejects(aws.client.send(new GetDashboardCommand({ DashboardName: 'gone' })), (error) => {
      assert.ok(error instanceof CloudWatchServiceException);
      assert.deepEqual([error.message, error.$response?.statusCode], ['Dashboard gone does not exist', 404]);
      return true;
    });
  });
});
