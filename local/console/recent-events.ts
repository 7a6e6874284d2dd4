import type { BusEvent } from './contract.ts';

export interface RecentEvents {
  readonly add: (event: string) => void;
  /** Newest first. */
  readonly newest: () => readonly BusEvent[];
}

/**
 * The newest events of the run. They are seen as they pass and not taken from the queue `local-events`, where whoever
 * reads it finds every one of them.
 */
export function recentEvents({ maximumEvents = 100, maximumBytes = 2 * 1024 * 1024 } = {}): RecentEvents {
  const recent: string[] = [];
  let bytes = 0;
  return {
    add(event) {
      recent.push(event);
      bytes += Buffer.byteLength(event);
      while (recent.length > maximumEvents || bytes > maximumBytes) bytes -= Buffer.byteLength(recent.shift() ?? '');
    },
    // What the bus delivers is an event's envelope in JSON.
    newest: () => recent.toReversed().map((event) => JSON.parse(event) as BusEvent),
  };
}
