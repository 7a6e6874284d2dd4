import type { Result } from './finding.ts';
import type { Flags } from './flags.ts';

/** How findings are told, to a person or to a program. */
export function speaker({ json, stack }: Pick<Flags, 'json' | 'stack'>) {
  const problems: string[] = [];
  const print = (line: string) => process.stdout.write(`${line}\n`);
  return {
    result(result: Result): void {
      if (result.status === 'problem') problems.push(result.check);
      print(json ? JSON.stringify(result) : lines(result));
    },
    /** Says whether there is no problem. */
    end(): boolean {
      const isOk = problems.length === 0;
      const summary = isOk ? `${stack} is as it should be` : `${stack} has a problem with: ${problems.join(', ')}`;
      print(json ? JSON.stringify({ stack, ok: isOk, problems }) : summary);
      return isOk;
    },
  };
}

const signs = { ok: '✓', problem: '✗', skipped: '–' } as const;

function lines(result: Result): string {
  const line = `${signs[result.status]} ${result.check}  ${result.says}`;
  return result.status === 'problem' ? `${line}\n    ${result.todo}` : line;
}
