import { aws } from '../aws.ts';
import { dayAndClock } from '../format.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { State } from '../state.tsx';

interface HistoryItem {
  /** Seconds since the epoch. */
  readonly Timestamp: number;
  readonly HistoryItemType: 'ConfigurationUpdate' | 'StateUpdate' | 'Action';
  readonly HistorySummary: string;
}

/** How an alarm changed its state, and what it did then. */
export function History({ name }: { readonly name: string }) {
  const { now } = useLive();
  const loaded = useLoaded(
    () =>
      aws<{ readonly AlarmHistoryItems: readonly HistoryItem[] }>('cloudWatch', 'DescribeAlarmHistory', {
        AlarmName: name,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        MaxRecords: 30,
      }),
    { keys: [name], now },
  );
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const items = loaded.value.AlarmHistoryItems.filter(({ HistoryItemType: type }) => type !== 'ConfigurationUpdate');
  if (items.length === 0) return <p class="quiet">It has not changed its state in this run.</p>;
  return (
    <ol class="history">
      {items.map(({ Timestamp, HistoryItemType, HistorySummary }) => (
        <li key={`${Timestamp} ${HistorySummary}`} data-item={HistoryItemType}>
          <time>{dayAndClock(Timestamp * 1000)}</time> {HistorySummary}
        </li>
      ))}
    </ol>
  );
}
