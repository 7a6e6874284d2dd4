import type { Expected } from './drill.ts';

/** What happened in a drill, in minutes of the alarms' clock from the beginning of the fault. */
export interface Happened {
  /** When each alarm on metrics rang first, by section and qualifiers. Negative: before the fault. */
  readonly rang: Readonly<Record<string, number>>;
  /** What came to the endpoint. */
  readonly messages: readonly { readonly topic: string; readonly alarm: string; readonly at: number }[];
  /** When the last of all alarms was quiet, from the end of the fault; nothing when one never was. */
  readonly clearedAfter: number | undefined;
  /** Alarms that were never quiet again. */
  readonly stillRinging: readonly string[];
}

/** What did not go as the drill is written. */
export function problemsOf(expected: Expected, happened: Happened): readonly string[] {
  return [...ofAlarms(expected, happened), ...ofMessages(expected, happened), ...ofTheEnd(expected, happened)];
}

function ofAlarms({ rings, mayRing = [] }: Expected, { rang }: Happened): readonly string[] {
  const missed = Object.entries(rings).flatMap(([alarm, within]) => {
    const at = rang[alarm];
    if (at === undefined) return [`${alarm} did not ring`];
    return at > within ? [`${alarm} rang after ${minutes(at)}, and should within ${within} min`] : [];
  });
  const tooMany = Object.entries(rang).flatMap(([alarm, at]) => {
    if (at < 0) return [`${alarm} rang ${minutes(-at)} before there was a fault`];
    return alarm in rings || mayRing.includes(alarm) ? [] : [`${alarm} rang after ${minutes(at)}, and should not`];
  });
  return [...missed, ...tooMany];
}

function ofMessages({ tells }: Expected, { messages }: Happened): readonly string[] {
  const came = messages.map(({ topic, alarm, at }) => `a ${topic} of ${alarm} came after ${minutes(at)}`);
  if (!tells) return came.map((message) => `${message}, and nobody should be told`);
  const { topic, alarm, within, notBefore = 0 } = tells;
  const due = notBefore === 0 ? `within ${within} min` : `between ${notBefore} and ${within} min`;
  const [first] = messages;
  if (!first) return [`nobody was told: no ${topic} of ${alarm} came`];
  const isRight = first.topic === topic && first.alarm === alarm && first.at <= within && first.at >= notBefore;
  return [
    ...(isRight ? [] : [`${came[0]}, and there should be a ${topic} of ${alarm} ${due}`]),
    ...came.slice(1).map((message) => `${message}, and one message is enough`),
  ];
}

function ofTheEnd({ clears }: Expected, { clearedAfter, stillRinging }: Happened): readonly string[] {
  if (clearedAfter === undefined) return [`still ringing ${clears} min after the end: ${stillRinging.join(', ')}`];
  return clearedAfter > clears
    ? [`all was quiet ${minutes(clearedAfter)} after the end, and should within ${clears} min`]
    : [];
}

function minutes(count: number): string {
  return `${count.toFixed(1)} min`;
}
