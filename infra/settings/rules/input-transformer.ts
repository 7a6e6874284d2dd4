import { z } from 'zod';
import { isJson } from '../../../eventbridge/json.ts';
import { filled, isJsonTemplate, placeholdersOf, reservedVariables } from '../../../eventbridge/template.ts';

/** AWS reads paths only when an event comes: one that it cannot read finds nothing. */
export const jsonPath = z
  .string('text')
  .startsWith('$', 'a JSON path that begins with $')
  .max(256, 'a JSON path of at most 256 characters');

/** What is an object or array in each event of ours, and so cannot stand inside quotation marks of a JSON template. */
const neverText: ReadonlySet<string> = new Set([
  ...['$', '$.detail', '$.detail.metadata', '$.detail.data', '$.resources'],
  ...['aws.events.event', 'aws.events.event.json'],
]);

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export const inputTransformer = z
  .strictObject(
    {
      paths: z
        .record(z.string(), jsonPath, 'JSON paths by name')
        .refine(
          (paths) => Object.keys(paths).every((name) => /^[A-Za-z0-9_-]{1,256}$/.test(name)),
          'names of 1 to 256 letters, digits, hyphens and underscores: AWS takes [A-Za-z0-9_-]+',
        )
        .refine((paths) => Object.keys(paths).length <= 100, 'at most 100 paths')
        .optional(),
      template: z.string('text').min(1, 'text that is not empty').max(8_192, 'at most 8,192 characters'),
    },
    'an input transformer with paths and template',
  )
  .superRefine(({ paths = {}, template }, context) => {
    const refuse = (message: string) => context.addIssue({ code: 'custom', path: ['template'], message });
    const known = [...Object.keys(paths), ...reservedVariables];
    const placeholders = placeholdersOf(template);
    const unknown = placeholders.find(({ name }) => !known.includes(name));
    if (unknown) {
      refuse(
        `a template whose variables all have a path or are AWS's own (${known.join(', ')}); AWS says "InputTemplate for target queue contains invalid placeholder ${unknown.name}."`,
      );
      return;
    }
    if (!isJsonTemplate(template)) return;
    const misplaced = placeholders.find(({ name, inString }) => inString && neverText.has(paths[name] ?? name));
    if (misplaced) {
      refuse(
        `<${misplaced.name}> without quotation marks around it, as it is an object or array: AWS would take the target and deliver nothing`,
      );
    } else if (!isJson(filled(template, ({ inString }) => (inString ? '' : 'null')))) {
      refuse('JSON, with variables as values or inside strings: AWS would take the target and deliver nothing');
    }
  });
