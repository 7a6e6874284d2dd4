import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { nameOf } from '../errors.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';
import type { SendToQueue } from './parking-queue.ts';

/**
 * Leaves an entry on the parking queue, for a Pipe to put on the bus as soon as EventBridge accepts again.
 * @param deadline when to give up, on the clock of `performance.now()`
 * @returns the name of the error, when it failed
 */
export type Park = (entry: PutEventsRequestEntry, deadline: number) => Promise<string | undefined>;

/** The client of the queue is loaded and made by the first delivery that needs it, and kept. */
export function parkOn(queueUrl: string, traced: Telemetry['traced']): Park {
  let send: SendToQueue | undefined;
  return async (entry, deadline) => {
    try {
      send ??= (await import('./parking-queue.ts')).createParkingQueue(queueUrl, traced);
      await send(entry, AbortSignal.timeout(Math.max(1, Math.ceil(deadline - performance.now()))));
      return undefined;
    } catch (error) {
      return nameOf(error);
    }
  };
}
