import assert from 'node:assert/strict';
import { InvokeStore } from '../../../function/replacements/invoke-store.ts';
import { AdaptiveRetryStrategy, getInstanceMetadataRegion } from '../../../function/replacements/never.ts';
import * as nothing from '../../../function/replacements/nothing.ts';
import { loadSharedConfigFiles } from '../../../function/replacements/shared-config.ts';

describe('what stands in for parts that are left out', () => {
  it('of event streams is nothing', () => {
    assert.deepEqual(Object.keys(nothing), []);
  });

  it('of the readers of ~/.aws finds what there is to find on Lambda: neither settings nor credentials', async () => {
    assert.deepEqual(await loadSharedConfigFiles(), { configFile: {}, credentialsFile: {} });
  });

  it('of the store of invocations has none of them', () => {
    assert.equal(InvokeStore.getInstanceAsync(), undefined);
  });

  it('of what the settings rule out fails, and says where that is decided', () => {
    assert.throws(() => new AdaptiveRetryStrategy(), /infra\/bundle\/replacements\.ts/);
    assert.throws(() => getInstanceMetadataRegion(), /infra\/bundle\/replacements\.ts/);
  });
});
