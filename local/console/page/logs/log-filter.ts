import { logKeys } from '../../../../function/signals.ts';

/** What the person chose; empty for all. */
export interface LogChoice {
  readonly level: string;
  readonly outcome: string;
  /** A CloudWatch Logs filter pattern, of terms or of JSON. */
  readonly text: string;
  /** Lines of metrics and of Lambda itself too. */
  readonly isEverything: boolean;
}

export interface LogFilter {
  /** For FilterLogEvents. */
  readonly pattern: string;
  /** What the pattern cannot say: terms and fields do not go together in one. */
  readonly keeps: (fields: Readonly<Record<string, unknown>>) => boolean;
}

export function logFilter({ level, outcome, text, isEverything }: LogChoice): LogFilter {
  const wanted = Object.entries({ level, [logKeys.outcome]: outcome }).filter(([, value]) => value !== '');
  const [, ofFields] = /^\{(.*)\}$/s.exec(text.trim()) ?? [];
  if (ofFields === undefined && text.trim() !== '') {
    return {
      pattern: text.trim(),
      keeps: (fields) =>
        wanted.every(([key, value]) => fields[key] === value) && (isEverything || typeof fields.level === 'string'),
    };
  }
  const conditions = [
    ...(ofFields === undefined ? [] : [`(${ofFields.trim()})`]),
    ...wanted.map(([key, value]) => `$.${key} = "${value}"`),
    ...(isEverything || level !== '' ? [] : ['$.level = *']),
  ];
  return { pattern: conditions.length === 0 ? '' : `{ ${conditions.join(' && ')} }`, keeps: () => true };
}

/** The pattern that finds the lines of one request or trace. */
export function requestFilter(key: 'function_request_id' | 'xray_trace_id', value: string): string {
  return `{ $.${key} = "${value}" }`;
}
