import assert from 'node:assert/strict';
import listed from '../../../infra/settings/regions.json' with { type: 'json' };
import { environmentBytes } from '../../../infra/settings/together.ts';
import { ofType } from '../../../local/index.ts';
import { awsEndpoint, blue, dev, given, graphOf, large, long } from '../programs.ts';
import { read, refusal } from './given.ts';

/** Those that were known to lack Function URLs, Pipes or both when the list was made, and one that is none. */
const without = [
  ...['ap-east-2', 'ap-south-2', 'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-west-1'],
  ...['cn-north-1', 'cn-northwest-1', 'eu-central-2', 'eu-south-2', 'il-central-1', 'me-central-1', 'mx-central-1'],
  ...['us-gov-east-1', 'us-gov-west-1', 'xx-nowhere-9'],
];

describe('a region', () => {
  it('is one of a dated list, in order', () => {
    assert.match(listed.asOf, /^\d{4}-\d\d-\d\d$/);
    assert.deepEqual(listed.regions, listed.regions.toSorted());
    for (const region of listed.regions) assert.equal(read({ region, maxDeliveryBytes: 1 }).region, region);
  });

  for (const region of without) {
    it(`that cannot hold the stack is refused: ${region}`, () => {
      assert.equal(
        refusal({ region, maxDeliveryBytes: 1 }),
        `webhook-bridge:region is "${region}": wants a region that has all the stack needs, Function URLs and Pipes among it: ${listed.regions.join(', ')} (as of ${listed.asOf}; \`npm run regions\` asks AWS again, and unlistedRegion: true takes any)`,
      );
    });
  }

  it('outside the list is taken with unlistedRegion', () => {
    assert.equal(read({ region: 'ap-southeast-4', unlistedRegion: true }).region, 'ap-southeast-4');
  });

  it('of China, unlisted as it is, takes deliveries of at most 246,000 bytes, as PutEvents takes 256 KB there', () => {
    const china = { region: 'cn-north-1', unlistedRegion: true };

    assert.equal(read({ ...china, maxDeliveryBytes: 246_000 }).maxDeliveryBytes, 246_000);
    assert.equal(
      refusal({ ...china, maxDeliveryBytes: 246_001 }),
      'webhook-bridge:maxDeliveryBytes is 246001: wants a whole number from 1 to 246000 in cn-north-1, where PutEvents takes an entry of 256 KB',
    );
  });
});

describe('slack', () => {
  const slack = { workspaceId: 'T0123456789', pageChannelId: 'C0123456789', ticketChannelId: 'G0123456789' };
  const notifications = { page: [], ticket: [], slack };

  for (const region of ['cn-north-1', 'us-gov-west-1', 'eusc-de-east-1']) {
    it(`is refused outside the partition aws: ${region}`, () => {
      assert.equal(
        refusal({ region, unlistedRegion: true, maxDeliveryBytes: 1, notifications }),
        `webhook-bridge:notifications.slack is ${JSON.stringify(slack)}: wants no slack in ${region}: Amazon Q Developer in chat applications knows only the partition aws`,
      );
    });
  }
});

describe("the function's environment", () => {
  const sourcesOf = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `${'q'.repeat(length - 2)}${String(index).padStart(2, '0')}`,
      scheme: 'momento',
    }));

  for (const configuration of [dev, blue, long, large]) {
    const { project, stack } = configuration;
    it(`is as long in the graph as it is measured before: ${stack.slice(0, 20)}`, async () => {
      const [lambda] = ofType(await graphOf(configuration), 'aws:lambda/function:Function');
      assert.ok(lambda);
      // As the provider declares a function's environment.
      const { variables } = lambda.inputs.environment as { readonly variables: Readonly<Record<string, string>> };
      const { settings } = given(configuration);
      const queue = variables.PARKING_QUEUE_URL?.replace(awsEndpoint, `https://sqs.${settings.region}.amazonaws.com`);

      assert.equal(
        environmentBytes(settings, project, stack),
        Buffer.byteLength(JSON.stringify({ ...variables, PARKING_QUEUE_URL: queue })),
      );
    });
  }

  it('has at most 4,096 bytes, counted as Lambda counts them', () => {
    const sources = sourcesOf(15, 24);

    assert.match(
      refusal({ sources }, 's'.repeat(100)),
      /^webhook-bridge:sources is .*: wants fewer sources, or shorter names of sources or of the stack: they make an environment of \d{4} bytes, and Lambda takes 4096; AWS says "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit\."$/,
    );
    assert.equal(read({ sources: sourcesOf(15, 8) }).sources.length, 15);
  });
});
