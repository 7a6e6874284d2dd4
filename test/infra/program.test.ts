import assert from 'node:assert/strict';
import type { Graph } from '../../local/index.ts';
import type { Configuration } from '../../tools/stack-file.ts';
import { expectations } from './expectations.ts';
import { blue, canaries, dev, given, graphOf, prod, setting } from './programs.ts';
import { reviewed, snapshotOf, writeSnapshot } from './snapshot.ts';

const slack = { workspaceId: 'T0123456789', pageChannelId: 'C0123456789', ticketChannelId: 'C0123456789' };
const oneChannel = setting({ ...dev, stack: 'slack' }, { notifications: { slack } });

const configurations: readonly (readonly [string, Configuration])[] = [
  ['the dev stack', dev],
  ['the prod stack', prod],
  ['a stack with everything on', blue],
];

for (const [described, configuration] of configurations) {
  describe(`infrastructure of ${described}`, () => {
    let graph: Graph;
    before(async () => {
      graph = await graphOf(configuration);
    });

    for (const { says, check } of expectations(given(configuration))) it(says, () => check(graph));

    it('is as it was reviewed; `npm test -- --update test/infra/program.test.ts` writes test/infra/snapshots anew, to be reviewed again', () => {
      if (process.env.UPDATE_SNAPSHOTS === '1') writeSnapshot(configuration.stack, graph);

      assert.deepEqual(snapshotOf(graph), reviewed(configuration.stack));
    });
  });
}

describe('infrastructure of a stack with one channel of Slack for all alarms', () => {
  let graph: Graph;
  before(async () => {
    graph = await graphOf(oneChannel);
  });

  for (const { says, check } of expectations(given(oneChannel))) it(says, () => check(graph));
});

describe('infrastructure of a stack with everything on, as a whole', () => {
  it('was given secrets and addresses to hide, and hid them', async () => {
    const graph = await graphOf(blue);
    const { page, ticket } = given(blue).settings.notifications;
    const addresses = [...page, ...ticket].map(({ endpoint }) => endpoint);

    const hidden = graph.resources.flatMap(({ inputs, secretPaths }) => secretPaths.map((path) => inputs[path]));

    assert.deepEqual(new Set(hidden), new Set([...canaries, ...addresses]));
  });

  it('registers no resource twice', async () => {
    const { resources } = await graphOf(blue);

    assert.equal(new Set(resources.map(({ urn }) => urn)).size, resources.length);
  });
});
