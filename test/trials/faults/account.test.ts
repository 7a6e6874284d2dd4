import assert from 'node:assert/strict';
import { accountOf } from '../../../trials/faults/account.ts';
import { arrival, delivery, evidence, recoveredAt, report, unanswered } from './evidence.ts';

describe('the account of a run', () => {
  const lostOf = (changes: Parameters<typeof evidence>[0]) =>
    accountOf(evidence(changes)).lost.map(({ body }) => body.replace('body of ', ''));

  it('has lost a delivery that was answered 2xx and is not on the bus', () => {
    const deliveries = [delivery('a'), delivery('b'), delivery('c', { status: 202 })];
    assert.deepEqual(lostOf({ deliveries, arrivals: [arrival('a')] }), ['b', 'c']);
  });

  it('takes a minute from recovery for the latest that an event may come', () => {
    const deliveries = [delivery('in time', { status: 202 }), delivery('late', { status: 202 })];
    const arrivals = [arrival('in time', 60_000), arrival('late', 60_001)];
    assert.deepEqual(lostOf({ deliveries, arrivals }), ['late']);
  });

  it('has lost a delivery whose event carries another id than the answer', () => {
    const arrivals = [{ ...arrival('a'), id: 'another' }];
    assert.deepEqual(lostOf({ deliveries: [delivery('a')], arrivals }), ['a']);
  });

  it('has lost a delivery whose id came with the payload of another', () => {
    const arrivals = [{ ...arrival('a'), body: 'body of b' }, arrival('b')];
    assert.deepEqual(lostOf({ deliveries: [delivery('a'), delivery('b')], arrivals }), ['a']);
  });

  it('has not lost what was not taken', () => {
    const deliveries = [delivery('a', { status: 503 }), unanswered('b')];
    assert.deepEqual(lostOf({ deliveries }), []);
  });

  it('names what is on the bus more than once, and when it came', () => {
    const { twice, onBus } = accountOf(
      evidence({
        deliveries: [delivery('a'), delivery('b')],
        arrivals: [arrival('a'), arrival('b'), arrival('a', 5)],
      }),
    );
    assert.deepEqual(twice, [{ id: 'id of a', status: 200, sentAt: -1_000, arrivedAt: [0, 5], isLate: false }]);
    assert.equal(onBus, 2);
  });

  it('counts what is on the bus although the sender was told otherwise, or nothing', () => {
    const deliveries = [delivery('a', { status: 502 }), unanswered('b'), delivery('c', { status: 503 })];
    assert.equal(accountOf(evidence({ deliveries, arrivals: [arrival('a'), arrival('b')] })).unknownToSender, 2);
  });

  it('has the events that nobody sent', () => {
    const { strange } = accountOf(evidence({ arrivals: [arrival('forged')] }));
    assert.deepEqual(strange, [arrival('forged')]);
  });

  it('counts by status, with what got no answer', () => {
    const deliveries = [delivery('a'), delivery('b'), delivery('c', { status: 202 }), unanswered('d')];
    assert.deepEqual(accountOf(evidence({ deliveries })).byStatus, { 200: 2, 202: 1, none: 1 });
  });

  it('says how many were parked, how long at most, and when the last came', () => {
    const { parked, lastParkedMs, longestParkedMs } = accountOf(
      evidence({
        deliveries: [
          delivery('a', { status: 202, sentAt: recoveredAt - 9_000 }),
          delivery('b', { status: 202 }),
          delivery('c'),
        ],
        arrivals: [arrival('a', 100), arrival('b', 2_500), arrival('c', 7_000)],
      }),
    );
    assert.deepEqual([parked, lastParkedMs, longestParkedMs], [2, 2_500, 9_100]);
  });

  describe('of deliveries that were not taken', () => {
    const explained = (changes: Parameters<typeof evidence>[0]) => {
      const { byReason, unexplained } = accountOf(evidence(changes));
      return { byReason, unexplained: unexplained.map(({ body }) => body) };
    };

    it('takes the reason from the log line of the request', () => {
      assert.deepEqual(
        explained({
          deliveries: [delivery('a', { status: 503 }), delivery('b', { status: 503 }), delivery('c', { status: 401 })],
          reports: [
            report('a', 503, 'publish-failed'),
            report('b', 503, 'publish-failed'),
            report('c', 401, 'wrong-signature'),
          ],
        }),
        { byReason: { '401 wrong-signature': 1, '503 publish-failed': 2 }, unexplained: [] },
      );
    });

    it('knows no reason where the log has no line, or one with another status', () => {
      assert.deepEqual(
        explained({
          deliveries: [delivery('a', { status: 503 }), delivery('b', { status: 503 })],
          reports: [report('b', 401, 'wrong-signature')],
        }),
        { byReason: {}, unexplained: ['body of a', 'body of b'] },
      );
    });

    it("takes Lambda's word for a function that ended, whatever the function said before", () => {
      const ended = { by: 'lambda', requestId: 'request of a', errorType: 'Runtime.ExitError' } as const;
      assert.deepEqual(
        explained({
          deliveries: [delivery('a', { status: 502 })],
          reports: [report('a', 503, 'publish-failed'), ended],
        }),
        { byReason: { '502 Runtime.ExitError': 1 }, unexplained: [] },
      );
    });

    it('knows as many that were throttled as the metric counts', () => {
      const deliveries = ['a', 'b', 'c'].map((name) => delivery(name, { status: 429 }));
      const counted = { refused: 0, failed: 0, entryFailures: 0, throttles: 2 };
      assert.deepEqual(explained({ deliveries, counted }), {
        byReason: { '429 throttled': 3 },
        unexplained: ['body of c'],
      });
    });

    it('finds one that got no answer in the trace that its sender began', () => {
      assert.deepEqual(
        explained({
          deliveries: [unanswered('a'), unanswered('b')],
          reports: [report('a', 503, 'publish-failed')],
        }),
        { byReason: { 'no answer in time, later 503 publish-failed': 1 }, unexplained: ['body of b'] },
      );
    });
  });
});
