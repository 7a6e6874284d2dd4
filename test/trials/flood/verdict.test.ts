import assert from 'node:assert/strict';
import { totals } from '../../../trials/flood/bus-reader.ts';
import { payloadKey } from '../../../trials/flood/signed-sender.ts';
import { type Limits, problemsOf, type Round } from '../../../trials/flood/verdict.ts';

const limits: Limits = { reservedConcurrency: 10, requestsPerSecond: 100, megabytes: 500, growthMegabytes: 50 };

/** 2,000 a second for 20 s, of which the function took 100 and 5 in 100 of the signed. */
const flood: Round = {
  name: 'flood',
  seconds: 20,
  wantedPerSecond: 2000,
  attack: { sent: 40_000, mostInASecond: 2100, byStatus: [[429, 38_000]] },
  signed: { sent: 400, accepted: 20, throttled: { rate: 380, concurrency: 0 }, lost: 0, p50: 5, p99: 50 },
  lambda: { invocations: 2_000, throttles: 38_400, mostConcurrent: 4 },
  memory: { begin: 130, most: 200, end: 150, quarters: [140, 150, 155, 150], functions: 4, functionMost: 90 },
  bus: { events: 20, copies: 0, strangers: 0, missing: 0 },
};
const signed = (changed: Partial<Round['signed']>): Round => ({ ...flood, signed: { ...flood.signed, ...changed } });

describe('the verdict on an attack', () => {
  it('takes 429 for right where the limit that it names was reached', () => {
    assert.deepEqual(problemsOf(flood, limits), []);
    assert.deepEqual(
      problemsOf(
        {
          ...signed({ throttled: { rate: 0, concurrency: 380 } }),
          lambda: { invocations: 500, throttles: 39_000, mostConcurrent: 10 },
        },
        limits,
      ),
      [],
    );
  });

  const wrong: readonly (readonly [says: string, round: Round, problem: string])[] = [
    [
      'another answer to a signed delivery than 2xx or 429',
      signed({ lost: 1 }),
      '1 signed deliveries got another answer than 2xx or 429',
    ],
    [
      'a 429 by rate while fewer were sent than the rate',
      { ...flood, attack: { sent: 1_000, mostInASecond: 60, byStatus: [] } },
      '380 signed deliveries were throttled by rate, with 80 requests in the fullest second',
    ],
    [
      'a 429 by concurrency while fewer were under way',
      signed({ throttled: { rate: 0, concurrency: 7 } }),
      '7 signed deliveries were throttled by concurrency, with 4 invocations at once',
    ],
    [
      'a function that took less than its concurrency is reserved for',
      { ...flood, lambda: { ...flood.lambda, invocations: 900 } },
      'the function took 900 requests, not the 1800 that its concurrency is reserved for',
    ],
    [
      'memory beyond its bound',
      { ...flood, memory: { ...flood.memory, most: 501 } },
      'npm start took 501 MB, more than 500',
    ],
    [
      'memory that grows',
      { ...flood, memory: { ...flood.memory, quarters: [140, 150, 180, 201] } },
      'the memory of npm start grew, 140, 150, 180, 201 MB by quarter',
    ],
    [
      'an event of nobody who was accepted',
      { ...flood, bus: { ...flood.bus, strangers: 1 } },
      '1 events on the bus are of no accepted delivery',
    ],
    [
      'a delivery that was answered 2xx and is not on the bus',
      { ...flood, bus: { ...flood.bus, missing: 2 } },
      '2 deliveries answered 2xx are not on the bus',
    ],
  ];
  for (const [says, round, problem] of wrong) {
    it(`finds ${says}`, () => {
      assert.deepEqual(problemsOf(round, limits), [`flood: ${problem}`]);
    });
  }
});

describe('the account of the bus', () => {
  const key = (text: string) => payloadKey({ text });

  it('counts copies, events of no accepted delivery, and accepted ones that are not there', () => {
    const fates = new Map([
      [key('once'), 'accepted'],
      [key('twice'), 'accepted'],
      [key('missing'), 'accepted'],
      [key('refused and not there'), 'refused'],
      [key('refused'), 'refused'],
      [key('without an answer'), 'unanswered'],
    ] as const);
    const copies = new Map([
      [key('once'), 1],
      [key('twice'), 2],
      [key('refused'), 1],
      [key('without an answer'), 1],
      [key('of nobody'), 3],
    ]);

    assert.deepEqual(totals(copies, fates), { events: 8, copies: 3, strangers: 4, missing: 1 });
  });

  it('tells a payload from one that differs in a byte', () => {
    assert.notEqual(key('a'), key('b'));
    assert.equal(key('ä'), payloadKey(JSON.parse('{"text":"\\u00e4"}')));
  });
});
