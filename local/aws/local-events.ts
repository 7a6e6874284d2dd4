import type { EventBus, EventRule } from './eventbridge/bus.ts';
import type { QueueDeclaration } from './sqs/declaration.ts';

/** An event as targets get it, in JSON. */
export type EventListener = (event: string) => void;

/**
 * What the local run adds to the stack, so that whatever was published can be read. Metrics leave it out. A replay is
 * published to it as to any rule: when it goes to all rules of the bus, and not when it is for some of them.
 */
export interface LocalEvents {
  /** Of the queue, and of the rule on each bus that fills it. */
  readonly name: string;
  readonly queue: QueueDeclaration;
  readonly rules: readonly EventRule[];
  /** Answers with the way to stop. */
  readonly subscribe: (listener: EventListener) => () => void;
  /** What goes to the queue goes to whoever listens as well. */
  readonly announce: EventListener;
}

export function createLocalEvents(
  buses: readonly EventBus[],
  { region, account, endpoint }: { readonly region: string; readonly account: string; readonly endpoint: string },
): LocalEvents {
  const name = 'local-events';
  const arn = `arn:aws:sqs:${region}:${account}:${name}`;
  const listeners = new Set<EventListener>();
  return {
    name,
    queue: { name, arn, url: `${endpoint}/${account}/${name}` },
    rules: buses.map((bus) => ({
      name,
      arn: `arn:aws:events:${region}:${account}:rule/${bus.name}/${name}`,
      busName: bus.name,
      pattern: JSON.stringify({ source: [{ prefix: '' }] }),
      enabled: true,
      targets: [{ id: name, arn, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }],
    })),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    announce(event) {
      for (const listener of listeners) listener(event);
    },
  };
}
