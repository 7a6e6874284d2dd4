import { useEffect, useRef } from 'preact/hooks';
import { AlarmsView } from './alarms/alarms.tsx';
import { DashboardsView } from './dashboards/dashboards.tsx';
import { DeliveriesView } from './deliveries/deliveries.tsx';
import { useLive } from './live.tsx';
import { LogsView } from './logs/logs.tsx';
import { hrefOf } from './route.ts';
import { run } from './run.ts';
import { rangeName, timeRanges } from './time-range.ts';
import { TracesView } from './traces/traces.tsx';

const views = {
  dashboards: { title: 'Dashboards', View: DashboardsView },
  deliveries: { title: 'Deliveries', View: DeliveriesView },
  traces: { title: 'Traces', View: TracesView },
  logs: { title: 'Logs', View: LogsView },
  alarms: { title: 'Alarms', View: AlarmsView },
} as const;

type Name = keyof typeof views;

export function App() {
  const { route } = useLive();
  const [first = 'dashboards'] = route.path;
  const name: Name = isView(first) ? first : 'dashboards';
  const { title, View } = views[name];
  const main = useRef<HTMLElement>(null);
  const former = useRef(name);

  useEffect(() => {
    document.title = `${title} · webhook-bridge ${run.stack}`;
    // A new view is read from its beginning; the first one must not take the focus from the address bar.
    if (former.current !== name) main.current?.focus();
    former.current = name;
  }, [name, title]);

  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to {title.toLowerCase()}
      </button>
      <Header current={name} />
      <main id="main" tabIndex={-1} ref={main}>
        <View key={name} />
      </main>
    </>
  );
}

function isView(name: string): name is Name {
  return Object.hasOwn(views, name);
}

function Header({ current }: { readonly current: Name }) {
  const { route } = useLive();
  return (
    <header class="top">
      <p class="brand">
        webhook-bridge <span class="stack">{run.stack}</span>
      </p>
      <nav aria-label="Views">
        {Object.entries(views).map(([name, { title }]) => (
          <a
            key={name}
            href={hrefOf([name], { range: route.query.range })}
            aria-current={name === current ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
        <a href="/runbook">Runbook</a>
      </nav>
      <div class="controls">
        <Ranges />
        <Pause />
      </div>
    </header>
  );
}

function Ranges() {
  const { route } = useLive();
  const chosen = rangeName(route.query.range);
  return (
    <fieldset class="ranges">
      <legend class="unseen">Time range</legend>
      {Object.entries(timeRanges).map(([value, { label }]) => (
        <label key={value}>
          <input
            type="radio"
            name="range"
            checked={value === chosen}
            onChange={() => {
              location.hash = hrefOf(route.path, { ...route.query, range: value });
            }}
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}

function Pause() {
  const { isPaused, setPaused, refresh } = useLive();
  return (
    <button
      type="button"
      class="pause"
      onClick={() => {
        setPaused(!isPaused);
        refresh();
      }}
    >
      <span class={isPaused ? 'pulse still' : 'pulse'} aria-hidden="true" />
      {isPaused ? 'Resume' : 'Pause'}
    </button>
  );
}
