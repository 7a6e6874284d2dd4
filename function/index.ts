import { ColdStart } from './init/cold-start.ts';

const coldStart = new ColdStart(process.env.AWS_LAMBDA_INITIALIZATION_TYPE);
coldStart.mark('runtime');

/** Lambda's entry (infra/bundle/bundle.ts) awaits it in INIT. */
export const handler = start();

async function start() {
  await import('./init/builtins.ts');
  coldStart.mark('builtins');
  await import('./sdk.ts');
  coldStart.mark('sdk');
  await import('./telemetry/telemetry.ts');
  coldStart.mark('telemetry');
  const { assemble } = await import('./assembly.ts');
  return assemble(process.env, coldStart);
}
