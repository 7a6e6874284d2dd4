/** E.g. `2026-11-24T10:05:00.000+0000`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000');
}

/** E.g. `24/11/26 10:05:00`. */
export function clockTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year = '', month, day] = date.split('-');
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`;
}

const weekday = new Intl.DateTimeFormat('en', { weekday: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });

/** E.g. `Friday 04 August, 2023 12:54:46 UTC`. */
export function spokenTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  const [year, , day] = date.split('-');
  return `${weekday.format(at)} ${day} ${month.format(at)}, ${year} ${time.slice(0, 8)} UTC`;
}
