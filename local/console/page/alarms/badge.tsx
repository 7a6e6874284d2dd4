import type { AlarmState } from './alarm.ts';

const words: Readonly<Record<AlarmState, string>> = {
  OK: 'OK',
  ALARM: 'In alarm',
  INSUFFICIENT_DATA: 'Insufficient data',
};

export function Badge({ state }: { readonly state: AlarmState }) {
  return <span class={`badge ${state.toLowerCase()}`}>{words[state]}</span>;
}
