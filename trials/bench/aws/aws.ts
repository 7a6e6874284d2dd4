import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { EventsByBus, Question, Started } from './messages.ts';

/** The bench's AWS as the bench meets it. */
export interface BenchAws extends AsyncDisposable, Started {
  readonly published: () => Promise<EventsByBus>;
}

export async function startAws(options: Omit<Question & { kind: 'start' }, 'kind'>): Promise<BenchAws> {
  const child = fork(fileURLToPath(new URL('./process.ts', import.meta.url)), { execArgv: [] });
  const exited = once(child, 'exit');
  const ask = async (question: Question): Promise<unknown> => {
    const answered = once(child, 'message');
    child.send(question);
    const ended = exited.then(() => Promise.reject(new Error('the AWS of the bench has ended; its output says why')));
    const [answer] = await Promise.race([answered, ended]);
    return answer;
  };
  // Both sides of the channel are of this folder, and messages.ts says what each question is answered with.
  const started = (await ask({ kind: 'start', ...options })) as Started;
  return {
    ...started,
    published: async () => (await ask({ kind: 'count' })) as EventsByBus,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
