/** Times are in milliseconds since the epoch. */
export interface Period {
  /** The start of the period that a time lies in. */
  floor(ms: number): number;
  /** The start of the next one, or the time itself where it is a start. */
  ceil(ms: number): number;
}

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** The units and abbreviations of `bin`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html */
const milliseconds: readonly (readonly [unit: RegExp, count: number])[] = [
  [/^(?:ms|milliseconds?|msecs?)$/, 1],
  [/^(?:s|seconds?|secs?)$/, second],
  [/^(?:m|minutes?|mins?)$/, minute],
  [/^(?:h|hours?|hrs?)$/, hour],
  [/^(?:d|days?)$/, day],
  [/^(?:w|weeks?)$/, 7 * day],
];

const months: readonly (readonly [unit: RegExp, count: number])[] = [
  [/^(?:mo|months?|mons?)$/, 1],
  [/^(?:q|quarters?|qtrs?)$/, 3],
  [/^(?:y|years?|yrs?)$/, 12],
];

/** Reads `5m`. Undefined when it is no period. */
export function periodOf(text: string): Period | undefined {
  const [, digits, unit = ''] = /^(\d+)([a-z]+)$/i.exec(text) ?? [];
  const count = Number(digits ?? 0);
  const lasts = (units: typeof months) => count * (units.find(([name]) => name.test(unit.toLowerCase()))?.[1] ?? 0);
  const [length, monthLength] = [lasts(milliseconds), lasts(months)];
  if (length > 0) return fixedPeriod(length);
  return monthLength > 0 ? calendarPeriod(monthLength) : undefined;
}

function fixedPeriod(length: number): Period {
  return {
    floor: (ms) => Math.floor(ms / length) * length,
    ceil: (ms) => Math.ceil(ms / length) * length,
  };
}

function calendarPeriod(length: number): Period {
  const start = (ms: number, later: number) => {
    const date = new Date(ms);
    const month = (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
    return Date.UTC(1970, (Math.floor(month / length) + later) * length);
  };
  return {
    floor: (ms) => start(ms, 0),
    ceil: (ms) => (start(ms, 0) === ms ? ms : start(ms, 1)),
  };
}
