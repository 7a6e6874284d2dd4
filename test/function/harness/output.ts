type Write = typeof process.stdout.write;

/** One line of JSON that Powertools wrote. */
export type Line = Readonly<Record<string, unknown>>;

/** What a step of a test wrote to standard output and standard error. */
export interface Output {
  readonly text: string;
  /** Log lines: JSON with a level. */
  readonly logs: readonly Line[];
  /** Embedded Metric Format: JSON with `_aws`. */
  readonly emf: readonly Line[];
}

/** Runs a step with both streams caught. The streams are given back even when it throws. */
export async function captured<T>(run: () => Promise<T> | T): Promise<readonly [T, Output]> {
  const chunks: string[] = [];
  const streams = [process.stdout, process.stderr];
  const writes = streams.map((stream) => stream.write);
  const catching = ((chunk: string | Uint8Array) => {
    chunks.push(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString());
    return true;
  }) as Write; // The overloads with an encoding and a callback are not used by Console.
  for (const stream of streams) stream.write = catching;
  let result: T;
  try {
    result = await run();
  } finally {
    streams.forEach((stream, index) => {
      stream.write = writes[index] as Write; // There is one write for each stream.
    });
  }
  return [result, parse(chunks.join(''))];
}

export function parse(text: string): Output {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
  return { text, logs: lines.filter((line) => 'level' in line), emf: lines.filter((line) => '_aws' in line) };
}
