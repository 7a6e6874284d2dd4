import type { BusEvent } from '../../contract.ts';
import { get } from '../aws.ts';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { run } from '../run.ts';
import { State } from '../state.tsx';

/** The newest events of the buses, as targets get them. */
export function Events() {
  const { now } = useLive();
  const loaded = useLoaded(() => get<{ readonly events: readonly BusEvent[] }>('/events'), { keys: [], now });
  const events = loaded.state === 'loaded' ? loaded.value.events : [];
  return (
    <section class="panel" aria-labelledby="events">
      <h2 id="events">
        Events on <code>{run.busNames.join(', ')}</code>
      </h2>
      {loaded.state !== 'loaded' && <State of={loaded} />}
      {loaded.state === 'loaded' && events.length === 0 && (
        <State of="empty">No event yet. What is refused is never published.</State>
      )}
      <ol class="lines" aria-label="Events, newest first">
        {events.map((event) => (
          <li key={event.id} data-event={event.id}>
            <details>
              <summary>
                <time>{event.time.slice(11, 19)} UTC</time>
                <span class="level">{event.source}</span>
                <span class="said">{event['detail-type']}</span>
              </summary>
              <pre>{JSON.stringify(event, undefined, 2)}</pre>
            </details>
          </li>
        ))}
      </ol>
    </section>
  );
}
