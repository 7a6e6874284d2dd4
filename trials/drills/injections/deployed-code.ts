import type { Files } from '../drill.ts';

/** Names a delivery that the deployed code does something else with than with all others. */
export const markHeader = 'x-drill';

/** The function with another entry: `handler` is an expression that may use `real`, the handler as it was. */
export function entry(handler: string, before = ''): (files: Files) => Files {
  return (files) => ({
    ...files,
    'real.mjs': contentOf(files, 'index.mjs'),
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
export function incomplete(files: Files): Files {
  contentOf(files, 'sdk.cjs');
  const { 'sdk.cjs': _missing, ...others } = files;
  return others;
}

/** Every seventh record of metrics is one that CloudWatch cannot read. */
export function garbled(files: Files): Files {
  const telemetry = contentOf(files, 'telemetry.cjs');
  const directives = 'CloudWatchMetrics:[';
  if (!telemetry.includes(directives)) throw new Error(`telemetry.cjs has no ${directives} to garble`);
  const unreadable = '...((globalThis.records = (globalThis.records ?? 0) + 1) % 7 ? [] : [7]),';
  return { ...files, 'telemetry.cjs': telemetry.replaceAll(directives, `${directives}${unreadable}`) };
}

/** @throws when the bundle has no such file: unchanged code would make a drill of nothing */
function contentOf(files: Files, name: string): string {
  const content = files[name];
  if (content === undefined) throw new Error(`the bundle has no ${name}, but ${Object.keys(files).join(', ')}`);
  return content;
}
