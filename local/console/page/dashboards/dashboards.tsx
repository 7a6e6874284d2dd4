import { useMemo } from 'preact/hooks';
import { aws } from '../aws.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { shortName } from '../run.ts';
import { State } from '../state.tsx';
import type { DashboardBody, Widget } from './body.ts';
import { WidgetFrame } from './widget.tsx';

export function DashboardsView() {
  const { route } = useLive();
  const names = useLoaded(dashboardNames, { keys: [] });
  if (names.state !== 'loaded') return <State of={names} />;
  const [, asked] = route.path;
  const name = names.value.find((known) => known === asked) ?? names.value[0];
  if (name === undefined) return <State of="empty">The program of this stack declares no dashboard.</State>;
  return (
    <>
      <div class="view-head">
        <h1>{titleOf(name)}</h1>
        <nav class="tabs" aria-label="Dashboards">
          {names.value.map((known) => (
            <a
              key={known}
              href={hrefOf(['dashboards', known], { range: route.query.range })}
              aria-current={known === name ? 'page' : undefined}
            >
              {titleOf(known)}
            </a>
          ))}
        </nav>
      </div>
      <Dashboard key={name} name={name} />
    </>
  );
}

async function dashboardNames(): Promise<readonly string[]> {
  const { DashboardEntries } = await aws<{ readonly DashboardEntries: readonly { readonly DashboardName: string }[] }>(
    'cloudWatch',
    'ListDashboards',
    {},
  );
  // Operations first: it is where one looks first.
  return DashboardEntries.map(({ DashboardName }) => DashboardName)
    .toSorted()
    .toReversed();
}

function titleOf(name: string): string {
  const short = shortName(name).replaceAll('-', ' ');
  return short.charAt(0).toUpperCase() + short.slice(1);
}

function Dashboard({ name }: { readonly name: string }) {
  const loaded = useLoaded(
    () =>
      aws<{ readonly DashboardBody: string }>('cloudWatch', 'GetDashboard', {
        DashboardName: name,
      }),
    { keys: [name] },
  );
  const text = loaded.state === 'loaded' ? loaded.value.DashboardBody : undefined;
  const widgets = useMemo(() => (text === undefined ? [] : inReadingOrder(JSON.parse(text) as DashboardBody)), [text]);
  if (loaded.state !== 'loaded') return <State of={loaded} />;
  return (
    <div class="grid">
      {widgets.map((widget) => (
        <WidgetFrame key={`${widget.x} ${widget.y} ${widget.type}`} widget={widget} />
      ))}
    </div>
  );
}

/** As they lie on the grid, row by row: the keyboard and a narrow screen follow the eye. */
function inReadingOrder({ widgets }: DashboardBody): readonly Widget[] {
  const last = Number.MAX_SAFE_INTEGER;
  return widgets.toSorted((one, other) => (one.y ?? last) - (other.y ?? last) || (one.x ?? last) - (other.x ?? last));
}
