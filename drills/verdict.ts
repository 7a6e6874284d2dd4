import type { Drill } from './drill.ts';

/** What happened in a drill, in minutes of the alarms' clock from the beginning of the fault. */
export interface Happened {
  /** When each alarm on metrics rang first, by section and what it is of. Negative: before the fault. */
  readonly rang: Readonly<Record<string, number>>;
  /** What came to the endpoint. */
  readonly messages: readonly { readonly topic: string; readonly alarm: string; readonly at: number }[];
  /** When the last of all alarms was quiet, from the end of the fault; nothing when one never was. */
  readonly clearedAfter: number | undefined;
  /** Alarms that were never quiet again. */
  readonly stillRinging: readonly string[];
}

/** What did not go as the drill is written. */
export function problemsOf({ rings, may = [], tells, clears }: Drill, happened: Happened): readonly string[] {
  const { rang, messages, clearedAfter, stillRinging } = happened;
  const problems: string[] = [];
  for (const [alarm, within] of Object.entries(rings)) {
    const at = rang[alarm];
    if (at === undefined) problems.push(`${alarm} did not ring`);
    else if (at > within) problems.push(`${alarm} rang after ${minutes(at)}, and should within ${within} min`);
  }
  for (const [alarm, at] of Object.entries(rang)) {
    if (!Object.hasOwn(rings, alarm) && !may.includes(alarm))
      problems.push(`${alarm} rang after ${minutes(at)}, and should not`);
    else if (at < 0) problems.push(`${alarm} rang before there was a fault`);
  }
  const [message, ...more] = messages;
  if (!message) problems.push(`nobody was told: no ${tells.topic} came`);
  else if (message.topic !== tells.topic || message.alarm !== tells.alarm) {
    problems.push(`a ${message.topic} of ${message.alarm} came, and not a ${tells.topic} of ${tells.alarm}`);
  } else if (message.at > tells.within) {
    problems.push(`the ${tells.topic} came after ${minutes(message.at)}, and should within ${tells.within} min`);
  }
  for (const { topic, alarm, at } of more)
    problems.push(`another message came: a ${topic} of ${alarm}, after ${minutes(at)}`);
  if (clearedAfter === undefined) problems.push(`still ringing at the end: ${stillRinging.join(', ')}`);
  else if (clearedAfter > clears)
    problems.push(`all was quiet after ${minutes(clearedAfter)}, and should within ${clears} min`);
  return problems;
}

function minutes(count: number): string {
  return `${count.toFixed(1)} min`;
}
