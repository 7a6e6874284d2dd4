import assert from 'node:assert/strict';
import type { Expected } from '../../../trials/drills/drill.ts';
import { type Happened, problemsOf } from '../../../trials/drills/verdict.ts';

describe('the verdict on a drill', () => {
  const expected: Expected = {
    rings: { 'slow-answers': 5 },
    mayRing: ['publish-retries'],
    tells: { topic: 'page', alarm: 'slow-answers', within: 8 },
    clears: 10,
  };
  const asWritten: Happened = {
    rang: { 'slow-answers': 4 },
    messages: [{ topic: 'page', alarm: 'slow-answers', at: 7 }],
    clearedAfter: 9,
    stillRinging: [],
  };
  const problems = (changes: Partial<Happened>, of: Partial<Expected> = {}) =>
    problemsOf({ ...expected, ...of }, { ...asWritten, ...changes });

  it('finds nothing when all is as written', () => {
    assert.deepEqual(problems({}), []);
  });

  it('misses an alarm that did not ring', () => {
    assert.deepEqual(problems({ rang: {} }), ['slow-answers did not ring']);
  });

  it('says when an alarm rang too late', () => {
    assert.deepEqual(problems({ rang: { 'slow-answers': 5.1 } }), [
      'slow-answers rang after 5.1 min, and should within 5 min',
    ]);
  });

  it('names an alarm that should not ring, and lets one ring that may', () => {
    assert.deepEqual(problems({ rang: { ...asWritten.rang, 'publish-retries': 3, timeouts: 2 } }), [
      'timeouts rang after 2.0 min, and should not',
    ]);
  });

  it('names an alarm that rang before there was a fault', () => {
    assert.deepEqual(problems({ rang: { 'slow-answers': -1 } }), [
      'slow-answers rang 1.0 min before there was a fault',
    ]);
  });

  it('says that nobody was told', () => {
    assert.deepEqual(problems({ messages: [] }), ['nobody was told: no page of slow-answers came']);
  });

  for (const [wrong, message] of [
    ['topic', { topic: 'ticket', alarm: 'slow-answers', at: 7 }],
    ['alarm', { topic: 'page', alarm: 'failing-deliveries', at: 7 }],
    ['time', { topic: 'page', alarm: 'slow-answers', at: 8.5 }],
  ] as const) {
    it(`says what came with the wrong ${wrong}`, () => {
      assert.deepEqual(problems({ messages: [message] }), [
        `a ${message.topic} of ${message.alarm} came after ${message.at.toFixed(1)} min, and there should be a page of slow-answers within 8 min`,
      ]);
    });
  }

  it('says when a message came before what should hold it back had ended', () => {
    const tells = { topic: 'page', alarm: 'slow-answers', notBefore: 7.5, within: 8 } as const;
    assert.deepEqual(problems({}, { tells }), [
      'a page of slow-answers came after 7.0 min, and there should be a page of slow-answers between 7.5 and 8 min',
    ]);
  });

  it('finds one message enough', () => {
    assert.deepEqual(
      problems({ messages: [...asWritten.messages, { topic: 'page', alarm: 'slow-answers', at: 12 }] }),
      ['a page of slow-answers came after 12.0 min, and one message is enough'],
    );
  });

  it('finds any message too many where nobody is to be told', () => {
    const { tells, ...nobody } = expected;
    assert.deepEqual(problemsOf(nobody, asWritten), [
      'a page of slow-answers came after 7.0 min, and nobody should be told',
    ]);
  });

  it('says what did not become quiet, or too late', () => {
    assert.deepEqual(problems({ clearedAfter: undefined, stillRinging: ['slow-answers'] }), [
      'still ringing 10 min after the end: slow-answers',
    ]);
    assert.deepEqual(problems({ clearedAfter: 10.5 }), [
      'all was quiet 10.5 min after the end, and should within 10 min',
    ]);
  });
});
