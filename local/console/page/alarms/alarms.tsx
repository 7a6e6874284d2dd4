import { useEffect, useRef } from 'preact/hooks';
import { MetricWidget } from '../dashboards/metric-widget.tsx';
import { Markdown } from '../dashboards/text-widget.tsx';
import { ago, clock } from '../format.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { shortName } from '../run.ts';
import { State } from '../state.tsx';
import { type Alarm, describeAlarms } from './alarm.ts';
import { Badge } from './badge.tsx';
import { Children } from './children.tsx';
import { History } from './history.tsx';
import { mutedAlarms } from './muted.ts';
import { Notifications } from './notifications.tsx';

const order = ['ALARM', 'INSUFFICIENT_DATA', 'OK'];

export function AlarmsView() {
  const { now, route } = useLive();
  const loaded = useLoaded(describeAlarms, { keys: [], now });
  const muted = useLoaded(mutedAlarms, { keys: [], now });
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  const alarms = loaded.value.toSorted((one, other) => order.indexOf(one.state) - order.indexOf(other.state));
  const open = alarms.find(({ name }) => name === route.path[1]);
  const mutedUntil = (name: string) => (muted.state === 'loaded' ? muted.value.get(name) : undefined);
  const inAlarm = alarms.filter(({ state }) => state === 'ALARM').length;
  return (
    <>
      <div class="view-head">
        <h1>Alarms</h1>
        <p role="status">
          {inAlarm === 0 ? 'None' : inAlarm} of {alarms.length} in alarm
        </p>
      </div>
      {alarms.length === 0 && <State of="empty">The program of this stack declares no alarm.</State>}
      <ul class="cards alarms">
        {alarms.map((alarm) => (
          <li key={alarm.name} class={alarm === open ? 'card open' : 'card'} data-alarm={alarm.kind}>
            <h2>
              <a
                href={hrefOf(['alarms', ...(alarm === open ? [] : [alarm.name])], { range: route.query.range })}
                aria-expanded={alarm === open}
              >
                <Badge state={alarm.state} /> {shortName(alarm.name)}
              </a>
            </h2>
            <p class="condition">
              {alarm.condition}
              {alarm.changedAt !== undefined && <span class="since">since {ago(alarm.changedAt, now)}</span>}
              <Muted until={mutedUntil(alarm.name)} />
            </p>
            {alarm === open && <Details alarm={alarm} all={alarms} />}
          </li>
        ))}
      </ul>
      <Notifications />
    </>
  );
}

function Muted({ until }: { readonly until: number | undefined }) {
  return until === undefined ? null : <strong>muted until {clock(until)}</strong>;
}

function Details({ alarm, all }: { readonly alarm: Alarm; readonly all: readonly Alarm[] }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), []);
  const { name, arn, description, reason, rows, periodSeconds, suppressed } = alarm;
  return (
    <div class="details" ref={place}>
      {description !== undefined && <Markdown text={description} />}
      {reason && <p>{reason}</p>}
      {suppressed !== undefined && <p class="quiet">It tells nobody at present: {suppressed}.</p>}
      {alarm.kind === 'composite' && <Children name={name} all={all} />}
      {rows.length > 0 && (
        <div class="alarm-graph">
          <MetricWidget
            properties={{ title: name, metrics: rows, period: periodSeconds, annotations: { alarms: [arn] } }}
            isSeen={true}
            isTable={false}
          />
        </div>
      )}
      <History name={name} />
    </div>
  );
}
