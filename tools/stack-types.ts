/** How Pulumi.yaml declares a setting, or an element of one. */
export interface DeclaredSetting {
  readonly type: string;
  readonly items?: DeclaredSetting | undefined;
  readonly default?: unknown;
}

/**
 * Whether the CLI takes the value for what is declared. It compares text: a number that is quoted fits, as far as it is an
 * integer written in digits, and JSON that is quoted fits nothing.
 */
export function isOfType({ type, items }: DeclaredSetting, value: unknown): boolean {
  switch (type) {
    case 'string':
      return typeof value !== 'object';
    case 'integer':
      return isInteger(value);
    case 'boolean':
      return String(value) === 'true' || String(value) === 'false';
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'array':
      return Array.isArray(value) && items !== undefined && value.every((item) => isOfType(items, item));
    default:
      return false;
  }
}

function isInteger(value: unknown): boolean {
  if (typeof value === 'string') return /^[-+]?\d+$/.test(value);
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** As the CLI names it. */
export function fullType({ type, items }: DeclaredSetting): string {
  return items === undefined ? type : `array<${fullType(items)}>`;
}
