import type { Json } from '../../../eventbridge/json.ts';
import { insideStrings, isJsonTemplate } from '../../../eventbridge/template.ts';
import { textOf } from '../eventbridge/target-input/template.ts';

/** A JSON path in angle brackets, such as `<$.body.detail.data>`. */
const variable = /<(\$[^<>]*)>/g;

/**
 * Fills the template's variables by the rules of AWS's guide: as a value of JSON, whatever a path finds stands as JSON;
 * anywhere else, inside quotes or with nothing around it, an object or array loses its quotation marks. So a template
 * that is one variable makes text of an object, and a target that wants JSON refuses it.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-input-transformation.html
 * @param value what a path finds; throws when that is nothing
 */
export function fillPipeTemplate(template: string, value: (path: string) => Json): string {
  const isText = isJsonTemplate(template) ? insideStrings(template) : () => true;
  return template.replaceAll(variable, (_match, path: string, at: number) => {
    const found = value(path);
    return isText(at) ? textOf(found) : JSON.stringify(found);
  });
}
