import assert from 'node:assert/strict';
import type { SecretFetch } from '../../../function/delivery/secrets.ts';
import { createTelemetry } from '../../../function/telemetry/telemetry.ts';
import { context } from '../harness/deliveries.ts';
import { captured } from '../harness/output.ts';
import { readEmf } from './emf.ts';
import { correlationId, published, variables } from './reports.ts';

describe('telemetry', () => {
  before(variables.set);
  after(variables.reset);

  describe('secret fetch', () => {
    /** Tells of fetches one after the other. */
    async function fetched(...fetches: SecretFetch[]) {
      const [, output] = await captured(() => {
        const telemetry = createTelemetry();
        for (const fetch of fetches) telemetry.secretFetched(fetch);
        telemetry.report(published, context, correlationId);
      });
      const emf = output.emf.map(readEmf);
      return { logs: output.logs, emf: emf.slice(0, -1), ofDelivery: emf.at(-1) };
    }

    const first: SecretFetch = {
      source: 'momento',
      scheme: 'momento',
      durationMs: 20,
      isRefresh: false,
      ageSeconds: 90.5,
    };

    it('is a line of metrics of its own, by service and by service and source', async () => {
      const { emf, ofDelivery } = await fetched(first, { ...first, source: 'orders' });

      assert.deepEqual(
        emf.map(({ dimensionSets, values }) => [dimensionSets, values.service, values.source]),
        [
          [[['service'], ['service', 'source']], 'webhook-bridge-test', 'momento'],
          [[['service'], ['service', 'source']], 'webhook-bridge-test', 'orders'],
        ],
      );
      assert.deepEqual(Object.keys(ofDelivery?.units ?? {}), ['Published', 'HandlerDuration']);
    });

    it('is counted and says how old the secret is', async () => {
      const { emf } = await fetched(first);

      const { service: _, source: __, ...values } = emf[0]?.values ?? {};
      assert.deepEqual(values, {
        SecretFetches: 1,
        SecretRefreshes: 0,
        SecretFetchFailures: 0,
        SecretProblems: 0,
        SecretAge: 90.5,
      });
      assert.deepEqual(emf[0]?.units, {
        SecretFetches: 'Count',
        SecretRefreshes: 'Count',
        SecretFetchFailures: 'Count',
        SecretProblems: 'Count',
        SecretAge: 'Seconds',
      });
    });

    it('is counted apart when a signature asked for it', async () => {
      const { emf } = await fetched({ ...first, isRefresh: true });

      assert.partialDeepStrictEqual(emf[0]?.values, { SecretFetches: 1, SecretRefreshes: 1 });
    });

    it('says no age where there is none', async () => {
      const { ageSeconds: _, ...ageless } = first;

      const { emf } = await fetched(ageless);

      assert.equal('SecretAge' in (emf[0]?.values ?? {}), false);
    });

    it('writes no log line when it succeeds', async () => {
      const { logs } = await fetched(first);

      assert.deepEqual(
        logs.map(({ message }) => message),
        ['delivery published'],
      );
    });

    it('is an error in log and metrics when it fails', async () => {
      const { ageSeconds: _, ...ageless } = first;

      const { logs, emf } = await fetched({ ...ageless, errorCode: 'AccessDeniedException' });

      assert.partialDeepStrictEqual(logs[0], {
        level: 'ERROR',
        message: 'secret fetch failed',
        source: 'momento',
        duration_ms: 20,
        error_code: 'AccessDeniedException',
      });
      assert.partialDeepStrictEqual(emf[0]?.values, { SecretFetches: 1, SecretFetchFailures: 1, SecretProblems: 0 });
    });

    it('is an error in log and metrics when the value is no secret of the scheme', async () => {
      const { logs, emf } = await fetched({ ...first, scheme: 'svix', problem: 'not base64' });

      assert.partialDeepStrictEqual(logs[0], {
        level: 'ERROR',
        message: 'secret of momento is not what svix wants: not base64',
        source: 'momento',
        scheme: 'svix',
        secret_problem: 'not base64',
      });
      assert.partialDeepStrictEqual(emf[0]?.values, { SecretFetches: 1, SecretFetchFailures: 0, SecretProblems: 1 });
    });
  });
});
