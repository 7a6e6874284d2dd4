/**
 * Preloaded (`node --import`), gives a program of its own process the stand-in for the X-Ray SDK, as infra/bundle/replacements.ts
 * gives it to the bundle.
 */
import { registerHooks } from 'node:module';

const standIn = new URL('../../../function/replacements/xray/xray.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'aws-xray-sdk-core' ? { url: standIn, shortCircuit: true } : next(specifier, context),
});
