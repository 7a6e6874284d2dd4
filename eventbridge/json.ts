/**
 * A JSON number as it was written. A double would lose the digits of a 64-bit id and the zeros of `1.10`, and a target
 * must receive what the sender sent. `JSON.stringify` writes it back digit for digit.
 */
export interface JsonNumber {
  readonly rawJSON: string;
}

export interface JsonObject {
  readonly [key: string]: Json;
}

export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

/** Throws the `SyntaxError` of `JSON.parse` when the text is not JSON. */
export function parseJson(text: string): Json {
  return sourceText.parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? sourceText.rawJSON(source ?? String(value)) : value,
  );
}

export function isJsonNumber(value: Json | undefined): value is JsonNumber {
  return sourceText.isRawJSON(value);
}

export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isJsonNumber(value);
}

// Node has had JSON.parse with source text access since 21; the es2024 library of TypeScript does not describe it.
const sourceText = JSON as unknown as {
  parse(text: string, revive: (key: string, value: Json | number, context: { readonly source?: string }) => Json): Json;
  rawJSON(text: string): JsonNumber;
  isRawJSON(value: unknown): value is JsonNumber;
};

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
