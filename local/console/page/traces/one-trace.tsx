import { aws } from '../aws.ts';
import { dayAndClock, milliseconds } from '../format.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { requestFilter } from '../logs/log-filter.ts';
import { hrefOf } from '../route.ts';
import { State } from '../state.tsx';
import { type Entity, type Row, waterfall } from './document.ts';
import { Marks } from './marks.tsx';
import { phaseOf } from './phases.ts';

interface Traces {
  readonly Traces: readonly { readonly Segments: readonly { readonly Document: string }[] }[];
}

export function OneTrace({ id }: { readonly id: string }) {
  const { now, route } = useLive();
  const loaded = useLoaded(() => aws<Traces>('xray', 'BatchGetTraces', { TraceIds: [id] }), { keys: [id], now });
  const documents =
    loaded.state === 'loaded'
      ? loaded.value.Traces.flatMap(({ Segments }) => Segments.map(({ Document }) => JSON.parse(Document) as Entity))
      : [];
  return (
    <>
      <div class="view-head">
        <h1>
          Trace <code>{id}</code>
        </h1>
        <nav class="tabs" aria-label="About this trace">
          <a href={hrefOf(['traces'], { range: route.query.range })}>All traces</a>
          <a href={hrefOf(['logs'], { range: route.query.range, text: requestFilter('xray_trace_id', id) })}>
            Its log lines
          </a>
        </nav>
      </div>
      {loaded.state !== 'loaded' && <State of={loaded} />}
      {loaded.state === 'loaded' && documents.length === 0 && (
        <State of="empty">
          X-Ray has no such trace. Lambda samples one delivery a second and 5 % of the others, and old traces are
          dropped.
        </State>
      )}
      {documents.length > 0 && <Waterfall rows={waterfall(documents)} />}
    </>
  );
}

function Waterfall({ rows }: { readonly rows: readonly Row[] }) {
  const whole = Math.max(1, ...rows.map(({ offsetMs, durationMs = 0 }) => offsetMs + durationMs));
  const begin = Math.min(...rows.map(({ entity }) => entity.start_time));
  const ticks = [0, 0.25, 0.5, 0.75, 1];
  return (
    <>
      <p class="trace-head">
        {dayAndClock(begin * 1000)} · {milliseconds(whole)}
      </p>
      <div class="waterfall">
        <div class="scale" aria-hidden="true">
          {ticks.map((share) => (
            <span key={share} style={{ '--at': `${share * 100}%` }}>
              {milliseconds(share * whole)}
            </span>
          ))}
        </div>
        <ul>
          {rows.map((row) => (
            <WaterfallRow key={row.entity.id} row={row} whole={whole} />
          ))}
        </ul>
      </div>
    </>
  );
}

function WaterfallRow({ row, whole }: { readonly row: Row; readonly whole: number }) {
  const { entity, depth, offsetMs, durationMs, inside } = row;
  const { subsegments, ...own } = entity;
  const phase = phaseOf(entity.name, inside);
  const kind = entity.fault ? 'fault' : entity.error ? 'error' : phase === undefined ? '' : 'phase';
  const width = `${(100 * (durationMs ?? whole - offsetMs)) / whole}%`;
  return (
    <li>
      <details>
        <summary style={{ '--depth': String(depth) }}>
          <span class="name">
            {entity.name} {entity.origin !== undefined && <small>{entity.origin}</small>}
            <Marks error={entity.error} fault={entity.fault} throttle={entity.throttle} />
            {phase !== undefined && <small class="meaning">{phase}</small>}
          </span>
          <span class="lane">
            <span class={`bar ${kind}`} style={{ '--from': `${(100 * offsetMs) / whole}%`, '--size': width }} />
          </span>
          <span class="took">{durationMs === undefined ? 'in progress' : milliseconds(durationMs)}</span>
        </summary>
        {entity.annotations !== undefined && (
          <dl class="annotations">
            {Object.entries(entity.annotations).map(([key, value]) => (
              <div key={key}>
                <dt>{key}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
        )}
        <pre>{JSON.stringify(own, undefined, 2)}</pre>
      </details>
    </li>
  );
}
