import type { Context } from 'mocha';
import { buildCli, chosenCli } from './chosen-cli.ts';

/** Before all tests, once: mocha's own name for it. */
export async function mochaGlobalSetup(): Promise<void> {
  await buildCli();
  const cli = chosenCli();
  console.log(cli.is === 'there' ? `Pulumi CLI ${cli.version} (${cli.path})` : `skipped: ${cli.why}`);
}

/** In each process that runs tests: all are pending without a CLI. */
export const mochaHooks = {
  beforeAll(this: Context) {
    if (chosenCli().is === 'missing') this.skip();
  },
};
