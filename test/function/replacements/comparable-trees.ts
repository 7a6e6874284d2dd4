import type { Traced } from '../../cold-start/xray-daemon.ts';

/** A tree without its ids, its times and what only says how it was sent. */
export function comparable({ children, ...segment }: Sent): object {
  const { id, parentId, parent_id, trace_id, type, start_time, end_time, cause, ...facts } = segment;
  // What starts in the same millisecond may come in either order.
  return { ...facts, cause: causeOf(cause), children: children.map(comparable).sort(byText) };
}

function byText(left: object, right: object): number {
  return JSON.stringify(left).localeCompare(JSON.stringify(right));
}

type Sent = Traced & { readonly parent_id?: string; readonly trace_id?: string; readonly type?: string };

interface Frame {
  readonly path: string;
  readonly line: number | null;
  readonly label: string;
}

function causeOf(cause: Traced['cause']): unknown {
  if (typeof cause !== 'object') return cause;
  return {
    ...cause,
    // The message stays with us (xray.test.ts).
    exceptions: cause.exceptions?.map(({ id, message, stack, ...exception }) => ({
      ...exception,
      stack: (stack as Frame[]).filter(isOfBoth).map(placed),
    })),
  };
}

/** Not of the hooks by which the SDK follows promises, nor without a line. */
function isOfBoth({ path, label }: Frame): boolean {
  return path !== '<anonymous>' && !label.endsWith('callbackTrampoline');
}

/**
 * The SDK cuts a path at its first colon, and so finds no line in `file:///…` and `node:internal/…`. V8 names the object
 * that a function of Node's own belongs to, or does not, by how the function was compiled by then.
 */
function placed({ path, line, label: named }: Frame): Partial<Frame> {
  const label = named.replace(/^process\./, '');
  return /^(file|node)(:|$)|aws-xray-sdk-core/.test(path) ? { label } : { path, line, label };
}
