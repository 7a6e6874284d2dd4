import { useLive } from '../live.tsx';
import { useLoaded } from '../loaded.ts';
import { hrefOf } from '../route.ts';
import { run } from '../run.ts';
import { State } from '../state.tsx';
import { timeRange } from '../time-range.ts';
import { type LogChoice, logFilter } from './log-filter.ts';
import { LogLineRow } from './log-line.tsx';
import { newestLines } from './log-lines.ts';

const levels = ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'];
const outcomes = ['published', 'refused', 'failed'];
const limit = 200;

export function LogsView() {
  const { now, route } = useLive();
  const { level = '', outcome = '', text = '', lines = '', range: chosenRange } = route.query;
  const range = timeRange(chosenRange);
  const choice: LogChoice = { level, outcome, text, isEverything: lines === 'all' };
  const { pattern, keeps } = logFilter(choice);
  const loaded = useLoaded(
    async () => {
      const found = await newestLines(pattern, now - range.seconds * 1000, limit);
      return found.filter(({ fields }) => keeps(fields));
    },
    { keys: [range.seconds, JSON.stringify(choice)], now },
  );
  const choose = (change: Readonly<Record<string, string>>) => {
    location.hash = hrefOf(['logs'], { ...route.query, ...change });
  };
  return (
    <>
      <div class="view-head">
        <h1>Logs</h1>
        <p>
          <code>{run.logGroup}</code>
        </p>
      </div>
      <form
        class="filters"
        onSubmit={(event) => {
          event.preventDefault();
          choose({ text: String(new FormData(event.currentTarget).get('text') ?? '') });
        }}
      >
        <Choice name="Level" value={level} values={levels} onChoose={(value) => choose({ level: value })} />
        <Choice name="Outcome" value={outcome} values={outcomes} onChoose={(value) => choose({ outcome: value })} />
        <label class="wide">
          <span>Text or filter pattern</span>
          <input key={text} name="text" defaultValue={text} placeholder="{ $.duration_ms > 50 }" />
        </label>
        <button type="submit">Filter</button>
        <label class="check">
          <input
            type="checkbox"
            checked={choice.isEverything}
            onChange={(event) => choose({ lines: event.currentTarget.checked ? 'all' : '' })}
          />
          <span>Metrics and platform lines too</span>
        </label>
      </form>
      {pattern !== '' && (
        <p class="pattern">
          FilterLogEvents with <code>{pattern}</code>
        </p>
      )}
      {loaded.state !== 'loaded' && <State of={loaded} />}
      {loaded.state === 'loaded' && loaded.value.length === 0 && (
        <State of="empty">No line matches in the last {range.label}.</State>
      )}
      {loaded.state === 'loaded' && (
        <ol class="lines" aria-label="Log lines, newest first">
          {loaded.value.map((line) => (
            <LogLineRow key={line.id} line={line} />
          ))}
        </ol>
      )}
      {loaded.state === 'loaded' && loaded.value.length >= limit && (
        <p class="quiet">The newest {limit} lines. Filter to see older ones.</p>
      )}
    </>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly value: string;
  readonly values: readonly string[];
  readonly onChoose: (value: string) => void;
}

function Choice({ name, value, values, onChoose }: ChoiceProps) {
  return (
    <label>
      <span>{name}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">all</option>
        {values.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    </label>
  );
}
