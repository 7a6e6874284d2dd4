import assert from 'node:assert/strict';
import { complete, handshake, parked, published, refused, repeated, report, variables } from './reports.ts';

describe('telemetry', () => {
  before(variables.set);
  after(variables.reset);

  describe('metrics', () => {
    it('are one line of the Embedded Metric Format for a delivery', async () => {
      const { emf } = await report(published, refused, complete);

      assert.equal(emf.length, 3);
      assert.ok(emf.every(({ namespace }) => namespace === 'WebhookBridge'));
    });

    it('of a delivery that was taken have the dimension sets service, and service with source', async () => {
      const { emf } = await report(published, parked, repeated);

      for (const { dimensionSets, values } of emf) {
        assert.deepEqual(dimensionSets, [['service'], ['service', 'source']]);
        assert.partialDeepStrictEqual(values, { service: 'webhook-bridge-test', source: 'momento' });
      }
    });

    it('of any other have service with reason as well', async () => {
      const { emf } = await report(refused, complete);

      assert.deepEqual(
        emf.map(({ dimensionSets, values }) => [dimensionSets, values.reason]),
        [
          [[['service'], ['service', 'source'], ['service', 'reason']], 'stale'],
          [[['service'], ['service', 'source'], ['service', 'reason']], 'publish-failed'],
        ],
      );
    });

    it('count the delivery, time it and measure it', async () => {
      const { emf } = await report(complete);

      const { service: _, source: __, reason: ___, ...values } = emf[0]?.values ?? {};
      assert.deepEqual(values, {
        Failed: 1,
        BodySize: 153,
        DeliveryAge: 250,
        HandlerDuration: 40,
        PublishDuration: 30,
        ParkDuration: 12,
        PublishRetries: 2,
        EntryFailures: 1,
      });
      assert.deepEqual(emf[0]?.units, {
        Failed: 'Count',
        BodySize: 'Bytes',
        DeliveryAge: 'Milliseconds',
        HandlerDuration: 'Milliseconds',
        PublishDuration: 'Milliseconds',
        ParkDuration: 'Milliseconds',
        PublishRetries: 'Count',
        EntryFailures: 'Count',
      });
    });

    it('count each outcome under its own name', async () => {
      const { emf } = await report(published, parked, repeated, handshake, refused, complete);

      const outcomes = ['Published', 'Parked', 'Duplicates', 'Handshakes', 'Refused', 'Failed'];
      assert.deepEqual(
        emf.map(({ values }) => outcomes.filter((name) => name in values)),
        outcomes.map((name) => [name]),
      );
    });

    it('leave out what did not happen', async () => {
      const { emf } = await report(refused);

      assert.deepEqual(Object.keys(emf[0]?.units ?? {}), ['Refused', 'HandlerDuration']);
    });

    it('say 0 retries for a delivery published at the first try', async () => {
      const { emf } = await report({ ...published, publishAttempts: 1 });

      assert.equal(emf[0]?.values.PublishRetries, 0);
    });

    it('have nothing left of the delivery before', async () => {
      const { emf } = await report(complete, published);

      assert.deepEqual(Object.keys(emf[1]?.units ?? {}), ['Published', 'HandlerDuration']);
      assert.deepEqual(emf[1]?.dimensionSets, [['service'], ['service', 'source']]);
      assert.equal('reason' in (emf[1]?.values ?? {}), false);
    });
  });
});
