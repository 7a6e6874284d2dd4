import { annotations } from '../../../../function/signals.ts';
import { aws } from '../aws.ts';
import { milliseconds, preciseClock } from '../format.ts';
import { Listing } from '../listing.tsx';
import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { timeRange } from '../time-range.ts';
import { Marks } from './marks.tsx';

interface TraceSummary {
  readonly Id: string;
  /** Seconds since the epoch. */
  readonly StartTime?: number;
  /** Seconds. */
  readonly Duration?: number;
  readonly HasError?: boolean;
  readonly HasFault?: boolean;
  readonly HasThrottle?: boolean;
  readonly Annotations?: Readonly<Record<string, readonly { readonly AnnotationValue: object }[]>>;
}

interface Group {
  readonly GroupName: string;
  readonly FilterExpression: string;
}

/** Filter expressions that answer what one asks first: those of the stack's own groups among them. */
async function presets(): Promise<readonly { readonly name: string; readonly filter: string }[]> {
  const { Groups } = await aws<{ readonly Groups: readonly Group[] }>('xray', 'GetGroups', {});
  return [
    { name: 'All', filter: '' },
    ...Groups.map(({ GroupName, FilterExpression }) => ({ name: GroupName, filter: FilterExpression })),
    { name: 'Refused', filter: `annotation.${annotations.outcome} = "refused"` },
    { name: 'Failed', filter: `annotation.${annotations.outcome} = "failed"` },
    { name: 'Over 100 ms', filter: 'duration > 0.1' },
  ];
}

const shown = [annotations.outcome, annotations.reason, annotations.source, annotations.init];

export function TraceList() {
  const { now, route } = useLive();
  const range = timeRange(route.query.range);
  const filter = route.query.filter ?? '';
  const loaded = useLoaded(() => summaries(filter, range.seconds, now), { keys: [filter, range.seconds], now });
  const ready = useLoaded(presets, { keys: [] });
  const show = (expression: string) => {
    location.hash = hrefOf(['traces'], { range: route.query.range, filter: expression });
  };
  return (
    <>
      <div class="view-head">
        <h1>Traces</h1>
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          show(String(new FormData(event.currentTarget).get('filter') ?? ''));
        }}
      >
        <label class="wide">
          <span>Filter expression</span>
          <input key={filter} name="filter" defaultValue={filter} placeholder='annotation.source = "momento"' />
        </label>
        <button type="submit">Filter</button>
        <nav class="tabs" aria-label="Ready-made filters">
          {(ready.state === 'loaded' ? ready.value : []).map(({ name, filter: expression }) => (
            <a
              key={name}
              href={hrefOf(['traces'], { range: route.query.range, filter: expression })}
              aria-current={expression === filter ? 'true' : undefined}
            >
              {name}
            </a>
          ))}
        </nav>
      </form>
      <Listing
        of={loaded}
        label="Traces, newest first"
        empty={`No trace ${filter === '' ? 'yet' : 'matches'} in the last ${range.label}. Lambda samples one delivery a second and 5 % of the others.`}
        head={
          <>
            <th scope="col">Began</th>
            <th scope="col">Trace</th>
            <th scope="col" class="figure">
              Duration
            </th>
            <th scope="col">Marks</th>
            {shown.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </>
        }
        row={(trace) => <Row key={trace.Id} trace={trace} />}
      />
    </>
  );
}

/** The newest page of them: X-Ray gives them newest first, a hundred at a time. */
async function summaries(FilterExpression: string, seconds: number, now: number): Promise<readonly TraceSummary[]> {
  const { TraceSummaries } = await aws<{ readonly TraceSummaries: readonly TraceSummary[] }>(
    'xray',
    'GetTraceSummaries',
    {
      StartTime: Math.floor(now / 1000) - seconds,
      EndTime: Math.ceil(now / 1000),
      ...(FilterExpression === '' ? {} : { FilterExpression }),
    },
  );
  return TraceSummaries;
}

function Row({ trace }: { readonly trace: TraceSummary }) {
  const { route } = useLive();
  return (
    <tr data-trace={trace.Id}>
      <td>{preciseClock(beginOf(trace) * 1000)}</td>
      <td>
        <a href={hrefOf(['traces', trace.Id], { range: route.query.range })}>{trace.Id}</a>
      </td>
      <td class="figure">{trace.Duration === undefined ? '' : milliseconds(trace.Duration * 1000)}</td>
      <td>
        <Marks error={trace.HasError} fault={trace.HasFault} throttle={trace.HasThrottle} />
      </td>
      {shown.map((name) => (
        <td key={name}>{annotation(trace, name)}</td>
      ))}
    </tr>
  );
}

/** A trace's id holds the second in which it began; StartTime is exact and newer. */
function beginOf({ Id, StartTime }: TraceSummary): number {
  return StartTime ?? Number.parseInt(Id.slice(2, 10), 16);
}

/** The value is a member of a union: StringValue, NumberValue or BooleanValue. */
function annotation({ Annotations = {} }: TraceSummary, name: string): string {
  return (Annotations[name] ?? []).flatMap(({ AnnotationValue }) => Object.values(AnnotationValue)).join(', ');
}
