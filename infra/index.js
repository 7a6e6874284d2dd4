import * as pulumi from '@pulumi/pulumi';

/**
 * The entry that Pulumi runs. Plain JavaScript, so that a Node that cannot read TypeScript gets a sentence and not
 * `ERR_UNKNOWN_FILE_EXTENSION`. The program is index.ts.
 */
export default async function program() {
  if (!process.features.typescript) {
    throw new pulumi.RunError(
      `the program of webhook-bridge wants Node 22.18 or newer, and this is Node ${process.versions.node}: ` +
        'run it by "npm run up", which brings Node 24, or put that first on the PATH: PATH="$PWD/node_modules/.bin:$PATH" pulumi up',
    );
  }
  return { ...(await import('./index.ts')) };
}
