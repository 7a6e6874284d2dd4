/** From when to when a mute rule holds actions back, in milliseconds since the epoch; its end is no more part of it. */
export interface MuteWindow {
  readonly from: number;
  readonly to: number;
}

/** As a mute rule has it, of one that mutes once and not every week. */
export interface MuteSchedule {
  /** `at(yyyy-MM-ddThh:mm)`, in UTC. */
  readonly Expression: string;
  /** ISO 8601, e.g. `PT1H`. */
  readonly Duration: string;
}

const minuteMs = 60_000;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html */
const leastMs = minuteMs;
const mostMs = 15 * 24 * 60 * minuteMs;

/** Or the member of the schedule that cannot be read. */
export function muteWindow({ Expression, Duration }: MuteSchedule): MuteWindow | keyof MuteSchedule {
  const from = beginningOf(Expression);
  if (from === undefined) return 'Expression';
  const lasts = millisecondsOf(Duration);
  if (lasts === undefined || lasts < leastMs || lasts > mostMs) return 'Duration';
  return { from, to: from + lasts };
}

function beginningOf(expression: string): number | undefined {
  const [, time = ''] = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d)\)$/.exec(expression) ?? [];
  const at = Date.parse(`${time}:00.000Z`);
  // Of a day that the month does not have JavaScript makes one of the next.
  return Number.isNaN(at) || !new Date(at).toISOString().startsWith(time) ? undefined : at;
}

function millisecondsOf(duration: string): number | undefined {
  const found = /^P(?=.)(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration);
  if (!found) return undefined;
  const [, days = '0', hours = '0', minutes = '0'] = found;
  return ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * minuteMs;
}
