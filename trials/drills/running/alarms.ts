import { z } from 'zod';
import type { AwsCaller } from '../../../local/index.ts';

/** When alarms on metrics rang and were quiet again, in milliseconds since the epoch. */
export interface AlarmsSeen {
  /** When each rang first, by the names that drills have for them. */
  readonly rang: Readonly<Record<string, number>>;
  /** When the last of them was quiet again. */
  readonly lastQuietAt: number;
}

/**
 * Looks back on three days, as no drill lasts. That the error budget of the last days was spent stays true for so long,
 * and its short window says whether it matters.
 */
const days = new Set(['spent-budget_3d']);

const described = z.object({ MetricAlarms: z.array(z.object({ AlarmName: z.string() })) });

const history = z.object({
  AlarmHistoryItems: z.array(z.object({ AlarmName: z.string(), Timestamp: z.number(), HistorySummary: z.string() })),
  NextToken: z.string().optional(),
});

/** What they name by `of`: the function, whose name theirs begin with, and what a composite does, which stands next. */
export function shortNameOf(functionName: string): (alarm: string) => string {
  return (alarm) => alarm.replace(`${functionName}_`, '').replace(/^(page|ticket)_/, '');
}

/** Alarms on metrics that are in alarm now. */
export async function ringing(call: AwsCaller, shortName: (name: string) => string): Promise<readonly string[]> {
  const now = { MaxRecords: 100, StateValue: 'ALARM' };
  const { MetricAlarms } = described.parse(await call('GraniteServiceVersion20100801.DescribeAlarms', now));
  return MetricAlarms.map(({ AlarmName }) => shortName(AlarmName)).filter((alarm) => !days.has(alarm));
}

/** @param since when to begin to look, in milliseconds since the epoch */
export async function alarmsSeen(
  call: AwsCaller,
  shortName: (name: string) => string,
  since: number,
): Promise<AlarmsSeen> {
  const rang: Record<string, number> = {};
  let lastQuietAt = 0;
  let NextToken: string | undefined;
  do {
    const page = history.parse(
      await call('GraniteServiceVersion20100801.DescribeAlarmHistory', {
        HistoryItemType: 'StateUpdate',
        ScanBy: 'TimestampAscending',
        StartDate: since / 1000,
        MaxRecords: 100,
        ...(NextToken !== undefined && { NextToken }),
      }),
    );
    for (const { AlarmName, Timestamp, HistorySummary } of page.AlarmHistoryItems) {
      const at = Timestamp * 1000;
      if (HistorySummary.endsWith('to ALARM')) rang[shortName(AlarmName)] ??= at;
      if (HistorySummary.startsWith('Alarm updated from ALARM')) lastQuietAt = Math.max(lastQuietAt, at);
    }
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return { rang, lastQuietAt };
}
