import assert from 'node:assert/strict';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { EventRule, EventTarget } from '../../../../local/aws/eventbridge/bus.ts';
import { createEventBridge, type EventBridgeOptions } from '../../../../local/aws/eventbridge/eventbridge.ts';
import { listening } from '../sqs/listening.ts';

interface Sent {
  readonly arn: string;
  readonly body: string;
  readonly attributes?: Readonly<Record<string, string>> | undefined;
}

export const queue = 'arn:aws:sqs:eu-west-1:000000000000:orders';
export const origin = { region: 'eu-west-1', account: '000000000000' };

/** An EventBridge on a port of its own, the SDK's client of it, and what it sent to targets and warned of. */
export async function running(options: Partial<EventBridgeOptions>) {
  const sent: Sent[] = [];
  const warnings: string[] = [];
  const bridge = createEventBridge({
    ...origin,
    buses: [],
    rules: [],
    send: async (arn, body, attributes) => void sent.push({ arn, body, attributes }),
    warn: (line) => warnings.push(line),
    ...options,
  });
  const endpoint = await listening([bridge.service]);
  const client = new EventBridgeClient({ ...endpoint.client, region: origin.region });
  async function stop() {
    await bridge.close();
    client.destroy();
    await endpoint.close();
  }
  return { bridge, client, sent, warnings, stop };
}

export type Running = Awaited<ReturnType<typeof running>>;

export function rule(changes: Partial<EventRule> = {}): EventRule {
  const { name = 'all', busName = 'default' } = changes;
  return {
    name,
    busName,
    arn: `arn:aws:events:eu-west-1:000000000000:rule/${busName}/${name}`,
    pattern: '{"source":[{"prefix":""}]}',
    enabled: true,
    targets: [target()],
    ...changes,
  };
}

export function target(changes: Partial<EventTarget> = {}): EventTarget {
  return {
    id: 'queue',
    arn: queue,
    retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
    ...changes,
  };
}

export function onlyOne<T>(items: readonly T[]): T {
  const [item, ...others] = items;
  assert.ok(item !== undefined && others.length === 0, `one expected: ${JSON.stringify(items)}`);
  return item;
}
