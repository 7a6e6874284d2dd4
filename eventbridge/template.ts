/** A `<variable>` of an input template. */
export interface Placeholder {
  readonly name: string;
  /** Where its `<` stands. */
  readonly at: number;
  /** Whether it stands inside a string of a template that is JSON. */
  readonly inString: boolean;
}

/** Variables that EventBridge fills without a path. */
export const reservedVariables = [
  'aws.events.rule-arn',
  'aws.events.rule-name',
  'aws.events.event.ingestion-time',
  'aws.events.event',
  'aws.events.event.json',
] as const;

/** A template that begins with a brace or a bracket is JSON; any other is text. */
export function isJsonTemplate(template: string): boolean {
  return /^\s*[{[]/.test(template);
}

/** `<` and `>` cannot be escaped. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html */
export function placeholdersOf(template: string): readonly Placeholder[] {
  const inString = isJsonTemplate(template) ? insideStrings(template) : () => false;
  return [...template.matchAll(/<([\w.-]+)>/g)].map(({ 1: name = '', index: at }) => ({
    name,
    at,
    inString: inString(at),
  }));
}

/** The template with a text in the place of each of its variables. */
export function filled(template: string, text: (placeholder: Placeholder) => string): string {
  let body = '';
  let from = 0;
  for (const placeholder of placeholdersOf(template)) {
    body += template.slice(from, placeholder.at) + text(placeholder);
    from = placeholder.at + placeholder.name.length + '<>'.length;
  }
  return body + template.slice(from);
}

/** Says whether a position of the JSON template is inside one of its strings. */
export function insideStrings(template: string): (at: number) => boolean {
  const spans = [...template.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(({ index, 0: span }) => [index, index + span.length]);
  return (at) => spans.some(([from = 0, to = 0]) => from < at && at < to);
}
