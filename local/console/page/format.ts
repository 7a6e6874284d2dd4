/** Numbers and times as the page writes them: the browser's time zone, 24 hours, four significant digits. */

const plain = new Intl.NumberFormat('en', { maximumSignificantDigits: 4, useGrouping: true });
const compact = new Intl.NumberFormat('en', { maximumSignificantDigits: 3, notation: 'compact' });
const full = new Intl.NumberFormat('en', { maximumFractionDigits: 20 });

export function number(value: number): string {
  return Math.abs(value) >= 100_000 ? compact.format(value) : plain.format(value);
}

export function everyDigit(value: number): string {
  return full.format(value);
}

export function milliseconds(value: number): string {
  if (value >= 1000) return `${plain.format(value / 1000)} s`;
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`;
}

/** From milliseconds since the epoch. */
export function clock(at: number): string {
  return time(at).slice(0, 8);
}

export function preciseClock(at: number): string {
  return time(at);
}

export function dayAndClock(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, '0'));
  return `${day.join('-')} ${clock(at)}`;
}

function time(at: number): string {
  const date = new Date(at);
  const parts = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0'));
  return `${parts.join(':')}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 60) return `${seconds} s ago`;
  return seconds < 3600 ? `${Math.floor(seconds / 60)} min ago` : `${Math.floor(seconds / 3600)} h ago`;
}
