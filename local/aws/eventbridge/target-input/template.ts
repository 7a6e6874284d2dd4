import { isJsonObject, type Json, parseJson } from '../../../../eventbridge/json.ts';
import { readJsonPath, valueAt } from '../../../../eventbridge/json-path.ts';
import { filled, isJsonTemplate } from '../../../../eventbridge/template.ts';
import type { EventRule, InputTransformer } from '../bus.ts';
import { eventTime, type IngestedEvent } from '../event.ts';
import type { TargetInput } from './body.ts';

/**
 * Fills the template's `<variables>`. A template of JSON is sent minified, one of text as it stands, with the quotation
 * marks AWS asks to put around it. Values go in unescaped, as AWS documents: a value with a quotation mark inside a JSON
 * string makes the template undeliverable, and so does an object or array there, even one without any.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function fillTemplate(transformer: InputTransformer, rule: EventRule, event: IngestedEvent): TargetInput {
  const template = transformer.inputTemplate;
  const isJson = isJsonTemplate(template);
  let misplaced: string | undefined;
  const body = filled(template, ({ name, inString }) => {
    const value = variableValue(name, transformer, rule, event);
    if (inString && (isJsonObject(value) || Array.isArray(value))) misplaced = name;
    return isJson && !inString ? JSON.stringify(value) : textOf(value);
  });
  if (!isJson) return { ok: true, body };
  if (misplaced !== undefined) {
    return {
      ok: false,
      reason: `the variable ${misplaced} is an object or array inside quotation marks of ${template}`,
    };
  }
  try {
    return { ok: true, body: JSON.stringify(parseJson(body)) };
  } catch {
    return { ok: false, reason: `the input template, filled with the event's values, is not JSON: ${body}` };
  }
}

/** A path that finds nothing gives the empty string, in JSON and in text. */
function variableValue(name: string, transformer: InputTransformer, rule: EventRule, event: IngestedEvent): Json {
  switch (name) {
    case 'aws.events.rule-arn':
      return rule.arn;
    case 'aws.events.rule-name':
      return rule.name;
    case 'aws.events.event.ingestion-time':
      return eventTime(event.ingestedAt);
    case 'aws.events.event.json':
      return event.json;
    case 'aws.events.event':
      return withoutDetail(event.json);
  }
  const path = readJsonPath(transformer.inputPathsMap?.[name] ?? '');
  return (path && valueAt(event.json, path)) ?? '';
}

/** AWS leaves `detail` out of this one and spells `detail-type` `detailType` in it. */
function withoutDetail(event: Json): Json {
  if (!isJsonObject(event)) return event;
  const members = Object.entries(event).filter(([key]) => key !== 'detail');
  return Object.fromEntries(members.map(([key, value]) => [key === 'detail-type' ? 'detailType' : key, value]));
}

/** In a string, a string stands for itself, and an object or array for its JSON without the quotation marks. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value).replaceAll('"', '');
}
