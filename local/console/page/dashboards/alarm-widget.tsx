import { type Alarm, describeAlarms } from '../alarms/alarm.ts';
import { Badge } from '../alarms/badge.tsx';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { shortName } from '../run.ts';
import { State } from '../state.tsx';
import type { AlarmProperties } from './body.ts';

export function AlarmWidget({
  properties,
  isSeen,
}: {
  readonly properties: AlarmProperties;
  readonly isSeen: boolean;
}) {
  const { now, route } = useLive();
  const loaded = useLoaded(describeAlarms, { keys: [], now, isWanted: isSeen });
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const alarms = chosen(loaded.value, properties);
  if (alarms.length === 0) return <State of="empty">No alarm is in one of the states that this widget shows.</State>;
  return (
    <ul class="alarm-states" data-state="drawn">
      {alarms.map(({ name, state }) => (
        <li key={name}>
          <a href={hrefOf(['alarms', name], { range: route.query.range })}>
            <Badge state={state} /> {shortName(name)}
          </a>
        </li>
      ))}
    </ul>
  );
}

function chosen(all: readonly Alarm[], { alarms, states, sortBy = 'default' }: AlarmProperties): readonly Alarm[] {
  const shown = alarms
    .flatMap((arn) => all.find((alarm) => alarm.arn === arn) ?? [])
    .filter(({ state }) => states === undefined || states.includes(state));
  if (sortBy === 'default') return shown;
  const time = ({ changedAt, updatedAt }: Alarm) => (sortBy === 'timestamp' ? updatedAt : changedAt) ?? 0;
  return shown.toSorted((one, other) => time(other) - time(one));
}
