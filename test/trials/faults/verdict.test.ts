import assert from 'node:assert/strict';
import { accountOf, type Evidence } from '../../../trials/faults/account.ts';
import { problemsOf } from '../../../trials/faults/verdict.ts';
import { arrival, delivery, evidence, report } from './evidence.ts';

describe('the verdict on a scenario', () => {
  const all = { deliveries: [delivery('a'), delivery('b')], arrivals: [arrival('a'), arrival('b')] };
  const shown = { what: 'it shows', in: () => true };
  const problems = (changes: Partial<Evidence>, scenario: Parameters<typeof problemsOf>[1] = { shows: shown }) =>
    problemsOf(accountOf(evidence({ ...all, ...changes })), scenario);

  it('finds nothing when all is as it must be', () => {
    assert.deepEqual(problems({}), []);
  });

  it('names the ids that are lost', () => {
    assert.deepEqual(problems({ arrivals: [arrival('a')] }), [
      '1 answered 2xx and not on the bus within 60 s of recovery: id of b',
    ]);
  });

  it('names the ids that are on the bus twice, unless the fault makes that unavoidable', () => {
    const arrivals = [...all.arrivals, arrival('a')];
    assert.deepEqual(problems({ arrivals }), ['1 on the bus more than once: id of a']);
    assert.deepEqual(problems({ arrivals }, { shows: shown, mayDouble: 'no answer came' }), []);
  });

  it('lets ids be on the bus twice whose answer this machine made late, as the function says, and not the fault', () => {
    const deliveries = [delivery('a', { status: 202 }), delivery('b')];
    const found = (afterMs: number, isLate: boolean) => {
      const arrivals = [arrival('b'), arrival('a', afterMs), arrival('a', 1)];
      const reports = [{ ...report('a', 202, ''), outcome: 'parked', isLate }];
      return problems({ deliveries, arrivals, reports }).length;
    };

    assert.equal(found(0, true), 0);
    assert.equal(found(-60_001, true), 0);
    // EventBridge took the event in the fault, whose answer this may be.
    assert.equal(found(-60_000, true), 1);
    assert.equal(found(-1, true), 1);
    assert.equal(found(0, false), 1);
  });

  it('names three of many, and how many more there are', () => {
    const deliveries = ['a', 'b', 'c', 'd', 'e'].map((name) => delivery(name));
    assert.match(problems({ deliveries, arrivals: [] })[0] ?? '', /: id of a, id of b, id of c and 2 more$/);
  });

  it('names what was not taken and nothing says why', () => {
    const deliveries = [...all.deliveries, delivery('c', { status: 503 })];
    assert.deepEqual(problems({ deliveries }), ['1 not answered 2xx, and nothing says why: 503 request of c']);
  });

  it('names what is on the bus and nobody sent', () => {
    assert.deepEqual(problems({ arrivals: [...all.arrivals, arrival('forged')] }), [
      '1 on the bus that nobody sent: id of forged',
    ]);
  });

  it('wants the metrics to count what the log has', () => {
    const deliveries = [...all.deliveries, delivery('c', { status: 503 })];
    const reports = [report('c', 503, 'publish-failed')];
    const counted = { refused: 0, failed: 1, throttles: 0, entryFailures: 0 };
    assert.deepEqual(problems({ deliveries, reports, counted }), []);
    assert.deepEqual(problems({ deliveries, reports }), ['1 refusals and failures in the log, 0 by the metrics']);
  });

  it('wants the parking queue empty', () => {
    assert.deepEqual(problems({ leftParked: 2 }), ['2 still parked']);
  });

  it('wants a fault that somebody noticed', () => {
    const shows = { what: 'deliveries are answered 202', in: () => false };
    assert.deepEqual(problems({}, { shows }), ['the fault does not show, which is when deliveries are answered 202']);
  });
});
