import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { events, webhookEvent } from './events.ts';

const folder = join(import.meta.dirname, 'schemas');

/** By file in schemas/: JSON Schema as EventBridge's schema registry takes it, under the type JSONSchemaDraft4. */
export const schemaFiles: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({ ...events, 'any-webhook': webhookEvent }).map(([name, event]) => {
    // Around what is strict, fields that EventBridge may add stay allowed.
    const schema = z.toJSONSchema(event, { target: 'draft-04', io: 'input' });
    return [`${name}.json`, `${JSON.stringify({ ...schema, title: `webhook-bridge: ${name}` }, undefined, 2)}\n`];
  }),
);

// `npm run schemas`
if (process.argv[1] === import.meta.filename) {
  for (const [name, text] of Object.entries(schemaFiles)) writeFileSync(join(folder, name), text);
}
