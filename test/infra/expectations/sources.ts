import assert from 'node:assert/strict';
import { type Graph, ofType, type Resource } from '../../../local/index.ts';
import type { Given } from '../programs.ts';
import { type Expectation, one, physical, undescribed } from './expectation.ts';

/** Who may deliver: a secret a source. */
export function sources(given: Given): readonly Expectation[] {
  const { settings } = given;
  return [
    {
      says: 'each source has one secret, deleted at once only where nothing is protected',
      check: (graph) =>
        assert.deepEqual(
          ofType(graph, 'aws:secretsmanager/secret:Secret').map(undescribed),
          settings.sources.map(({ name }) => ({
            name: physical(given, name),
            recoveryWindowInDays: settings.protect ? 30 : 0,
          })),
        ),
    },
    {
      says: 'a source with a value has it in its secret, encrypted in state; a source without has no version at all',
      check: (graph) => {
        const versions = ofType(graph, 'aws:secretsmanager/secretVersion:SecretVersion');
        assert.deepEqual(
          Object.fromEntries(versions.map(({ inputs }) => [inputs.secretId, inputs.secretString])),
          Object.fromEntries(
            Object.entries(settings.secrets).map(([name, value]) => [secretOf(graph, given, name).id, value]),
          ),
        );
        for (const version of versions) assert.deepEqual(version.secretPaths, ['secretString']);
      },
    },
  ];
}

export function secretOf(graph: Graph, given: Given, source: string): Resource {
  return one(graph, 'aws:secretsmanager/secret:Secret', { name: physical(given, source) });
}
