import type { Run } from '../contract.ts';

/** The run that this page shows, as its server wrote it into the document. */
export const run = JSON.parse(document.getElementById('run')?.textContent ?? '{}') as Run;

/**
 * What an AWS resource is called here: all of a stack begin with the project's and the stack's name, and those that are
 * the account's with the region as well.
 */
export function shortName(name: string): string {
  const [, short = name] = name.split(`_${run.stack}_`);
  const region = `${run.region}_`;
  return short.startsWith(region) ? short.slice(region.length) : short;
}
