import { z } from 'zod';
import type { Replayed } from '../local/cloudwatch/alarms/replay.ts';
import type { AwsCall } from '../local/console/aws-call.ts';
import type { Happened } from './verdict.ts';

const minuteMs = 60_000;

/** What CloudWatch says of a stack's alarms, by the names that drills have for them. */
export interface AlarmsSeen {
  /** Alarms on metrics that are in alarm now. */
  readonly ringing: readonly string[];
  /** When each alarm on metrics rang first, in milliseconds since the epoch. */
  readonly rang: readonly { readonly alarm: string; readonly at: number }[];
  /** When the last of them was quiet again. */
  readonly lastQuietAt: number;
}

/**
 * Looks back on three days, as no drill lasts. That the error budget of the last days was spent stays true for so long,
 * and it has no short window of its own.
 */
const days = new Set(['spent-budget_3d']);

const described = z.object({ MetricAlarms: z.array(z.object({ AlarmName: z.string(), StateValue: z.string() })) });

const history = z.object({
  AlarmHistoryItems: z.array(z.object({ AlarmName: z.string(), Timestamp: z.number(), HistorySummary: z.string() })),
  NextToken: z.string().optional(),
});

export async function alarmsOf(call: AwsCall, shortName: (name: string) => string): Promise<AlarmsSeen> {
  const alarms = described.parse(await call('GraniteServiceVersion20100801.DescribeAlarms', { MaxRecords: 100 }));
  const own = new Set(alarms.MetricAlarms.map(({ AlarmName }) => AlarmName));
  const rang = new Map<string, number>();
  let lastQuietAt = 0;
  let NextToken: string | undefined;
  do {
    const page = history.parse(
      await call('GraniteServiceVersion20100801.DescribeAlarmHistory', {
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
        ...(NextToken === undefined ? {} : { NextToken }),
      }),
    );
    for (const { AlarmName, Timestamp, HistorySummary } of page.AlarmHistoryItems) {
      if (!own.has(AlarmName)) continue;
      const alarm = shortName(AlarmName);
      if (HistorySummary.endsWith('to ALARM') && !rang.has(alarm)) rang.set(alarm, Timestamp * 1000);
      if (HistorySummary.startsWith('Alarm updated from ALARM')) lastQuietAt = Math.max(lastQuietAt, Timestamp * 1000);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return {
    ringing: alarms.MetricAlarms.filter(({ StateValue }) => StateValue === 'ALARM')
      .map(({ AlarmName }) => shortName(AlarmName))
      .filter((alarm) => !days.has(alarm)),
    rang: [...rang].map(([alarm, at]) => ({ alarm, at })),
    lastQuietAt,
  };
}

/** What would have rung and been told, in minutes from a fault. */
export function happenedIn(
  { history, told }: Replayed,
  faultAt: number,
  shortName: (name: string) => string,
): Pick<Happened, 'rang' | 'messages'> {
  const rang: Record<string, number> = {};
  for (const { alarmName, alarmType, at, type, summary } of history) {
    if (alarmType !== 'MetricAlarm' || type !== 'StateUpdate' || !summary.endsWith('to ALARM')) continue;
    rang[shortName(alarmName)] ??= (at - faultAt) / minuteMs;
  }
  const messages = told.map(({ topic, alarm, at }) => ({
    topic: topic.endsWith('page') ? 'page' : 'ticket',
    alarm: shortName(alarm.split(':').at(-1) ?? ''),
    at: (at - faultAt) / minuteMs,
  }));
  return { rang, messages };
}
