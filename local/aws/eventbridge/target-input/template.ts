import type { EventRule, InputTransformer } from '../bus.ts';
import { eventTime, type IngestedEvent } from '../event.ts';
import { isJsonObject, type Json, parseJson } from '../json.ts';
import type { TargetInput } from './body.ts';
import { readJsonPath, valueAt } from './json-path.ts';

/**
 * Fills the template's `<variables>`. A template that begins with a brace or a bracket is JSON and is sent minified; any
 * other is text and is sent as it stands, with the quotation marks AWS asks to put around it. Values go in unescaped, as
 * AWS documents, so a value with a quotation mark inside a JSON string makes the template undeliverable; so does an object
 * or array inside one, which AWS drops without a word.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function fillTemplate(transformer: InputTransformer, rule: EventRule, event: IngestedEvent): TargetInput {
  const template = transformer.inputTemplate;
  const isJson = isJsonTemplate(template);
  const quoted = isJson ? insideStrings(template) : () => true;
  let isObjectQuoted = false;
  const body = template.replaceAll(variable, (_match, name: string, at: number) => {
    const value = variableValue(name, transformer, rule, event);
    isObjectQuoted ||= isJson && quoted(at) && (isJsonObject(value) || Array.isArray(value));
    return quoted(at) ? textOf(value) : JSON.stringify(value);
  });
  if (!isJson) return { ok: true, body };
  if (isObjectQuoted) return { ok: false, reason: `the input template has an object or array inside quotes: ${body}` };
  try {
    return { ok: true, body: JSON.stringify(parseJson(body)) };
  } catch {
    return { ok: false, reason: `the input template, filled with the event's values, is not JSON: ${body}` };
  }
}

export function isJsonTemplate(template: string): boolean {
  return /^\s*[{[]/.test(template);
}

const variable = /<([\w.-]+)>/g;

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

/** Says whether a position of the JSON template is inside one of its strings. */
export function insideStrings(template: string): (at: number) => boolean {
  const spans = [...template.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({ index, 0: span }) => [index, index + span.length]);
  return (at) => spans.some(([from = 0, to = 0]) => from < at && at < to);
}
