import type { Suite } from 'mocha';
import { installPackages } from './install.ts';

const missing = installPackages();

/** Tests that need the senders' packages, skipped in plain sight where those cannot be had. */
export function describeWithPackages(what: string, tests: (this: Suite) => void): void {
  if (missing === undefined) describe(what, tests);
  else describe.skip(what, () => it(`needs the packages of the senders, and ${missing}`));
}
