import type { Run } from '../contract.ts';

/** The run that this page shows, as its server wrote it into the document. */
export const run = JSON.parse(document.getElementById('run')?.textContent ?? '{}') as Run;

/** What an AWS resource is called here: all of a stack begin with the project's and the stack's name. */
export function shortName(name: string): string {
  const [, short = name] = name.split(`_${run.stack}_`);
  return short;
}
