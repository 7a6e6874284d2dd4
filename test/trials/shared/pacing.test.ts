import assert from 'node:assert/strict';
import { sendAt } from '../../../trials/shared/pacing.ts';

describe('sending at due times', () => {
  const never = new AbortController().signal;

  it('does not wait for the answers to what was sent before', async () => {
    const sent: number[] = [];
    const answers: (() => void)[] = [];
    await sendAt([0, 1, 2], never, (n, dueMs) => {
      sent.push(n, dueMs);
      const answered = new Promise<void>((resolve) => answers.push(resolve));
      if (n === 2) for (const answer of answers) answer();
      return answered;
    });
    assert.deepEqual(sent, [0, 0, 1, 1, 2, 2]);
  });

  it('ends when it is stopped and what was sent by then is answered', async () => {
    const stopping = new AbortController();
    let answered = false;
    await sendAt([0, 3_600_000], stopping.signal, async () => {
      stopping.abort();
      await new Promise(setImmediate);
      answered = true;
    });
    assert(answered);
  });
});
