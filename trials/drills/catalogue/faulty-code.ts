import type { Files } from '../drill.ts';

/** Names a delivery that the deployed code does something else with than with all others. */
export const markHeader = 'x-drill';

/** The function with another entry: `handler` is an expression that may use `real`, the handler as it was. */
export function entry(handler: string, before = ''): (files: Files) => Files {
  return (files) => ({
    ...files,
    'real.mjs': files['index.mjs'] ?? '',
    'index.mjs': `${before}\nconst { handler: real } = await import('./real.mjs');\nexport const handler = ${handler};\n`,
  });
}

/** Does so with deliveries that are marked. */
export function marked(statement: string): (files: Files) => Files {
  return entry(
    `async (event, context) => { if (event.headers['${markHeader}']) { ${statement} } return real(event, context); }`,
  );
}

/** A bundle that lacks a file: no environment of it starts. */
export function incomplete({ 'sdk.cjs': _missing, ...files }: Files): Files {
  return files;
}

/** Every seventh record of metrics is one that CloudWatch cannot read. */
export function garbled(files: Files): Files {
  const one = '...((globalThis.records = (globalThis.records ?? 0) + 1) % 7 ? [] : [7]),';
  const telemetry = (files['telemetry.cjs'] ?? '').replaceAll('CloudWatchMetrics:[', `CloudWatchMetrics:[${one}`);
  return { ...files, 'telemetry.cjs': telemetry };
}
