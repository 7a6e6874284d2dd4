import { setTimeout as timer } from 'node:timers/promises';
import { AwsError } from '../aws-error.ts';
import type { Service } from '../service.ts';
import type { ArchiveBounds, ArchiveDeclaration } from './archive/archive.ts';
import { createArchives } from './archive/archives.ts';
import { createReplays } from './archive/replays.ts';
import type { EventBus, EventRule } from './bus.ts';
import { type Deliveries, deliveries } from './delivery/delivery.ts';
import type { DeliveryOptions } from './delivery/options.ts';
import { describeOperations } from './describe.ts';
import { type IngestedEvent, ingestReplayed, type Origin } from './event.ts';
import type { EventFields } from './pattern/fields.ts';
import { compilePattern } from './pattern/pattern.ts';
import { putEvents } from './put-events.ts';
import { testEventPattern } from './test-event-pattern.ts';

export interface EventBridgeOptions extends Origin, Pick<DeliveryOptions, 'send' | 'warn'> {
  /** The bus named `default` exists whether it is listed or not. */
  readonly buses: readonly EventBus[];
  readonly rules: readonly EventRule[];
  readonly archives?: readonly ArchiveDeclaration[];
  /** What an archive keeps at most. */
  readonly archiveBounds?: ArchiveBounds;
  readonly now?: DeliveryOptions['now'];
  readonly sleep?: DeliveryOptions['sleep'];
  readonly random?: DeliveryOptions['random'];
  /** What AWS keeps metrics of. */
  readonly observe?: DeliveryOptions['observe'];
}

export interface EventBridge extends Pick<Deliveries, 'idle' | 'close'> {
  readonly service: Service;
}

/** Some nine minutes of deliveries at 20 a second. */
const defaultBounds: ArchiveBounds = { events: 10_000, bytes: 64 * 1024 * 1024 };

/**
 * EventBridge for the buses and rules it is given. PutEvents answers before anything is delivered, as on AWS. Throws
 * AWS's refusal when a rule's pattern is not valid or its bus does not exist.
 */
export function createEventBridge(options: EventBridgeOptions): EventBridge {
  const { account, warn } = options;
  const buses = withDefault(options.buses, options);
  const rulesByBus = compileRules(buses, options.rules);
  const { now = Date.now, sleep = defaultSleep, observe = () => {}, archiveBounds = defaultBounds } = options;
  const { deliver, idle, close } = deliveries({ random: Math.random, ...options, now, sleep, observe });

  const archives = createArchives(options.archives ?? [], buses, { now, warn, bounds: archiveBounds });

  function publish(busName: string, event: IngestedEvent) {
    const bus = buses.find(({ name }) => name === busName);
    // AWS answers 200 with an event id here, and drops the event:
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
    if (!bus) return warn(`event ${event.id} is dropped: there is no event bus ${busName}`);
    archives.record(bus, event);
    route(busName, event);
  }

  /** To all rules of the bus that match, or to those of the ARNs alone. */
  function route(busName: string, event: IngestedEvent, ruleArns?: readonly string[]) {
    const onBus = rulesByBus.get(busName) ?? [];
    const asked = ruleArns ? onBus.filter(({ rule }) => ruleArns.includes(rule.arn)) : onBus;
    for (const { rule } of asked.filter(({ matches }) => matches(event.fields))) {
      observe({ kind: 'match', at: now(), rule });
      for (const target of rule.targets) deliver(rule, target, event);
    }
  }

  const replays = createReplays({
    ...options,
    now,
    sleep,
    buses,
    archives: archives,
    publish({ name, archive, ruleArns }, event) {
      const bus = buses.find(({ arn }) => arn === archive.declared.eventSourceArn);
      if (bus) route(bus.name, ingestReplayed(event, name, now()), ruleArns);
    },
  });

  return {
    service: {
      target: 'AWSEvents',
      invalidInput: 'ValidationException',
      operations: {
        PutEvents: putEvents({ ...options, now, publish }),
        TestEventPattern: testEventPattern,
        ...describeOperations(buses, options.rules, account),
        ...archives.operations,
        ...replays.operations,
      },
    },
    idle,
    async close() {
      await replays.close();
      await close();
    },
  };
}

interface EnabledRule {
  readonly rule: EventRule;
  readonly matches: (event: EventFields) => boolean;
}

function withDefault(buses: readonly EventBus[], { region, account }: Origin): readonly EventBus[] {
  if (buses.some(({ name }) => name === 'default')) return buses;
  return [...buses, { name: 'default', arn: `arn:aws:events:${region}:${account}:event-bus/default` }];
}

function compileRules(
  buses: readonly EventBus[],
  rules: readonly EventRule[],
): ReadonlyMap<string, readonly EnabledRule[]> {
  const byBus = new Map<string, EnabledRule[]>(buses.map(({ name }) => [name, []]));
  for (const rule of rules) {
    const pattern = compilePattern(rule.pattern);
    if (!pattern.ok) {
      const message = `rule ${rule.name}: Event pattern is not valid. Reason: ${pattern.reason}`;
      throw new AwsError('InvalidEventPatternException', message);
    }
    const onBus = byBus.get(rule.busName);
    if (!onBus) {
      const message = `rule ${rule.name}: Event bus ${rule.busName} does not exist.`;
      throw new AwsError('ResourceNotFoundException', message);
    }
    if (rule.enabled) onBus.push({ rule, matches: pattern.matches });
  }
  return byBus;
}

function defaultSleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return timer(milliseconds, undefined, { signal });
}
