import { coldStartLogKeys, logKeys } from '../../../../function/signals.ts';
import { milliseconds, preciseClock } from '../format.ts';
import { useLive } from '../live.tsx';
import { hrefOf } from '../route.ts';
import type { LogLine } from './log-lines.ts';

/** One line in short; opened, all of it. */
export function LogLineRow({ line }: { readonly line: LogLine }) {
  const { route } = useLive();
  const { fields, message, at, stream } = line;
  const level = typeof fields.level === 'string' ? fields.level : '';
  const isJson = Object.keys(fields).length > 0;
  const traceId = fields.xray_trace_id;
  return (
    <li data-line={level || 'other'}>
      <details>
        <summary>
          <time>{preciseClock(at)}</time>
          <span class={`level ${level.toLowerCase()}`}>{level || kindOf(fields)}</span>
          <span class="said">{inShort(line)}</span>
        </summary>
        <p class="stream">
          {stream}{' '}
          {typeof traceId === 'string' && (
            <a href={hrefOf(['traces', traceId], { range: route.query.range })}>Its trace</a>
          )}
        </p>
        <pre>{isJson ? JSON.stringify(fields, undefined, 2) : message}</pre>
      </details>
    </li>
  );
}

function kindOf(fields: LogLine['fields']): string {
  if ('_aws' in fields) return 'metrics';
  return typeof fields.type === 'string' ? fields.type.replace('platform.', '') : 'text';
}

function inShort({ fields, message }: LogLine): string {
  const { message: said, type } = fields;
  const took = fields[logKeys.durationMs] ?? fields[coldStartLogKeys.total];
  const words = [
    typeof said === 'string' ? said : undefined,
    fields[logKeys.reason],
    fields[logKeys.source],
    fields[logKeys.status],
    typeof took === 'number' ? milliseconds(took) : undefined,
  ].filter((word) => word !== undefined);
  if (words.length > 0) return words.join(' · ');
  if (typeof type === 'string') return reported(fields.record);
  return message;
}

/** A line of Lambda's own: its figures and its status, without the request's id. */
function reported(record: unknown): string {
  const { requestId, ...rest } = (record ?? {}) as Readonly<Record<string, unknown>>;
  return JSON.stringify(rest);
}
