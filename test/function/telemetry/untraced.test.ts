import assert from 'node:assert/strict';
import { createTelemetry } from '../../../function/telemetry/telemetry.ts';
import { variables } from './reports.ts';

describe('telemetry', () => {
  before(variables.set);
  after(variables.reset);

  describe('outside a trace', () => {
    it('runs a step and gives what it gave', async () => {
      assert.equal(await createTelemetry().step('verify', async () => 'done'), 'done');
    });

    it('passes on what a step throws', async () => {
      const fault = new Error('from the test');

      await assert.rejects(
        createTelemetry().step('verify', () => Promise.reject(fault)),
        (error) => error === fault,
      );
    });

    it('has no trace id', () => {
      assert.equal(createTelemetry().traceId(), undefined);
    });
  });
});
