import assert from 'node:assert/strict';
import { phaseDescriptions } from '../../../function/init/phase-descriptions.ts';
import { phases, warmupParts } from '../../../function/init/phases.ts';

describe('the phases of a cold start', () => {
  it('are described one by one, and nothing else is', () => {
    assert.deepEqual(new Set(Object.keys(phaseDescriptions)), new Set([...phases, ...warmupParts]));
  });
});
