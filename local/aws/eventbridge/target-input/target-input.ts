import type { EventRule, EventTarget } from '../bus.ts';
import type { IngestedEvent } from '../event.ts';
import type { TargetInput } from './body.ts';
import { readJsonPath, valueAt } from './json-path.ts';
import { fillTemplate } from './template.ts';

/** What the target is sent for the event: the event itself, unless the target asks for something else. */
export function targetInput(rule: EventRule, target: EventTarget, event: IngestedEvent): TargetInput {
  if (target.inputTransformer) return fillTemplate(target.inputTransformer, rule, event);
  if (target.input !== undefined) return { ok: true, body: target.input };
  if (target.inputPath === undefined) return { ok: true, body: event.text };
  const path = readJsonPath(target.inputPath);
  const part = path && valueAt(event.json, path);
  if (part === undefined) return { ok: false, reason: `InputPath ${target.inputPath} finds nothing in the event` };
  return { ok: true, body: JSON.stringify(part) };
}
