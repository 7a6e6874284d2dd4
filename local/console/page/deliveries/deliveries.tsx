import { run } from '../run.ts';
import { Events } from './events.tsx';
import { Newest } from './newest.tsx';
import { Send } from './send.tsx';

export function DeliveriesView() {
  return (
    <>
      <div class="view-head">
        <h1>Deliveries</h1>
        <p>
          Function URL <code>{run.functionUrl}</code>
        </p>
      </div>
      <ul class="cards sources">
        {run.sources.map((source) => (
          <li key={source.name} class="card">
            <Send source={source} />
          </li>
        ))}
      </ul>
      <Newest />
      <Events />
    </>
  );
}
