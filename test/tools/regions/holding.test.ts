import assert from 'node:assert/strict';
import { holdingRegions, publishedEndpoints } from '../../../tools/regions/holding.ts';

const everywhere = ['lambda', 'events', 'sqs', 'sns', 'kms', 'secretsmanager', 'monitoring', 'logs', 'xray'];
const all = { 'eu-one-1': {}, 'eu-two-1': {}, 'eu-three-1': {} };
const endpoints = publishedEndpoints.parse({
  partitions: [
    { partition: 'aws-cn', regions: { 'cn-one-1': {} }, services: {} },
    {
      partition: 'aws',
      regions: all,
      services: {
        ...Object.fromEntries(everywhere.map((service) => [service, { endpoints: all }])),
        pipes: { endpoints: { 'eu-two-1': {}, 'eu-one-1': {} } },
        iam: { isRegionalized: false },
      },
    },
  ],
});
const page =
  '<p>Function URLs are not supported in the following\n AWS Regions: Two (<code>eu-two-1</code>), and Nowhere (xx-nowhere-9).</p><p>eu-one-1</p>';

describe('regions that can hold the stack', () => {
  it('have every service, and Function URLs', () => {
    assert.deepEqual(holdingRegions(endpoints, page), ['eu-one-1']);
  });

  it('are not told from a page or a list that has changed its form', () => {
    assert.throws(() => holdingRegions(endpoints, '<p>Function URLs</p>'), {
      message: 'the page on Function URLs names no regions without them',
    });
    const [, aws] = endpoints.partitions;
    assert.ok(aws);
    const { pipes: _, ...services } = aws.services;
    assert.throws(() => holdingRegions({ partitions: [{ ...aws, services }] }, page), {
      message: 'the published endpoints have no pipes',
    });
  });
});
