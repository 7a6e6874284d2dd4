import { logKeys } from '../../../../function/signals.ts';
import { milliseconds, preciseClock } from '../format.ts';
import { Listing } from '../listing.tsx';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { requestFilter } from '../logs/log-filter.ts';
import { type LogLine, newestLines } from '../logs/log-lines.ts';
import { hrefOf } from '../route.ts';
import { timeRange } from '../time-range.ts';

/** The newest deliveries, from the log line that each of them gets. */
export function Newest() {
  const { now, route } = useLive();
  const range = timeRange(route.query.range);
  const loaded = useLoaded(
    () => newestLines(`{ $.${logKeys.outcome} = * && $.level = * }`, now - range.seconds * 1000, 50),
    { keys: [range.seconds], now },
  );
  return (
    <section class="panel" aria-labelledby="newest">
      <h2 id="newest">Newest deliveries</h2>
      <Listing
        of={loaded}
        label="Deliveries, newest first"
        empty={`No delivery in the last ${range.label}. Send one above.`}
        head={
          <>
            <th scope="col">Time</th>
            <th scope="col">Source</th>
            <th scope="col">Outcome</th>
            <th scope="col">Reason</th>
            <th scope="col" class="figure">
              Status
            </th>
            <th scope="col" class="figure">
              Duration
            </th>
            <th scope="col">Cold start</th>
            <th scope="col">Follow it</th>
          </>
        }
        row={(line) => <Delivery key={line.id} line={line} />}
      />
    </section>
  );
}

const badges: Readonly<Record<string, string>> = { published: 'ok', refused: 'warn', failed: 'alarm' };

function Delivery({ line: { at, fields } }: { readonly line: LogLine }) {
  const { route } = useLive();
  const text = (key: string) => String(fields[key] ?? '');
  const range = route.query.range;
  const outcome = text(logKeys.outcome);
  const duration = fields[logKeys.durationMs];
  return (
    <tr data-delivery={outcome}>
      <td>{preciseClock(at)}</td>
      <td>{text(logKeys.source)}</td>
      <td>
        <span class={`badge ${badges[outcome] ?? ''}`}>{outcome}</span>
      </td>
      <td>{text(logKeys.reason)}</td>
      <td class="figure">{text(logKeys.status)}</td>
      <td class="figure">{typeof duration === 'number' ? milliseconds(duration) : ''}</td>
      <td>{fields.cold_start === true ? 'yes' : ''}</td>
      <td class="links">
        <a href={hrefOf(['traces', text('xray_trace_id')], { range })}>Trace</a>{' '}
        <a href={hrefOf(['logs'], { range, text: requestFilter('function_request_id', text('function_request_id')) })}>
          Log
        </a>
      </td>
    </tr>
  );
}
