import assert from 'node:assert/strict';
import {
  answerLimitMs,
  awsRequestTimeoutMs,
  functionTimeoutSeconds,
  parkLimitMs,
  parkRequestTimeoutMs,
  publishAfterFailureLimitMs,
  publishGraceMs,
  publishLimitMs,
  secretFetchLimitMs,
  senderPatienceMs,
} from '../../function/time-budget.ts';

describe('time budget of a delivery', () => {
  it('has the answer on its way a second before the sender hangs up and Lambda ends the function', () => {
    assert.ok(answerLimitMs <= senderPatienceMs - 1_000);
    assert.equal(functionTimeoutSeconds * 1_000, senderPatienceMs);
  });

  it('leaves 1.35 s for parking, in which a second call fits after one without an answer', () => {
    assert.equal(parkLimitMs, 1_350);
    assert.ok(parkRequestTimeoutMs < parkLimitMs / 1.5);
  });

  it('leaves time to publish when the secret has taken all of its own', () => {
    assert.ok(secretFetchLimitMs < publishLimitMs);
  });

  it('has tries to publish begin after one without an answer, and after a failure too', () => {
    assert.ok(awsRequestTimeoutMs < publishLimitMs);
    assert.ok(publishGraceMs < publishAfterFailureLimitMs);
  });
});
