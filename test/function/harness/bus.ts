import type { PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { EventBridge } from '../../../function/publication/event-bridge.ts';

/** What EventBridge says of an entry and after how many milliseconds, or nothing, which never comes. */
export type Said = { readonly entry: object; readonly afterMs?: number } | { readonly entry?: never };

export const accepted = { entry: { EventId: 'event-1' } };
export const never: Said = {};

export function refused(ErrorCode: string): Said {
  return { entry: { ErrorCode, ErrorMessage: 'from the test' } };
}

/** EventBridge with no network before it: the first of these to the first call, and the last to all after. */
export function busThat(...says: readonly Said[]): EventBridge & { readonly askedAt: readonly number[] } {
  const askedAt: number[] = [];
  return {
    askedAt,
    send(_, { abortSignal }) {
      const said = says[Math.min(askedAt.length, says.length - 1)];
      askedAt.push(performance.now());
      return new Promise<PutEventsCommandOutput>((resolve, reject) => {
        abortSignal.addEventListener('abort', () => reject(new DOMException('from the test', 'AbortError')));
        if (!said?.entry) return;
        const output = { $metadata: {}, Entries: [said.entry] };
        if (said.afterMs === undefined) resolve(output);
        else setTimeout(() => resolve(output), said.afterMs);
      });
    },
  };
}
