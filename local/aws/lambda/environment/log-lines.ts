import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

/** What a process writes, line by line, and the means to know that all of it was read. */
export interface LogLines {
  /** Resolves once everything the process wrote before the call has been handed on. */
  drained(): Promise<void>;
}

export function logLines(outputs: readonly Readable[], write: (line: string) => void): LogLines {
  let chunks = 0;
  const flushes = outputs.map((output) => {
    const decoder = new StringDecoder('utf8');
    let rest = '';
    output.on('data', (chunk: Buffer) => {
      chunks += 1;
      const lines = (rest + decoder.write(chunk)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) emit(line);
    });
    return () => {
      if (rest !== '') emit(rest);
      rest = '';
    };
  });
  // The runtime client writes a line break inside a message as a carriage return; in CloudWatch it is a line break.
  const emit = (line: string) => write(line.replaceAll('\r', '\n'));
  return {
    drained: async () => {
      // The bootstrap calls us only once all its output is in the pipes, and the event loop reads every readable pipe
      // between two turns. A turn that read nothing has read everything.
      let seen: number;
      await turn();
      do {
        seen = chunks;
        await turn();
      } while (chunks !== seen);
      for (const flush of flushes) flush();
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
