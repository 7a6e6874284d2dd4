import assert from 'node:assert/strict';
import { deliveryOf, sampleEvents } from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { signedUrl, sourceOf } from './source-of-scheme.ts';

/** The events of a scheme as a rule's target gets them: of each sample, and of what its sender makes without one. */
export async function eventsOf(scheme: string): Promise<readonly Received[]> {
  const source = sourceOf(scheme, { maxDeliveryBytes: 262_144 });
  for (const event of [undefined, ...sampleEvents(scheme)]) {
    const wanted = event === undefined ? {} : { event };
    const { headers, body } = deliveryOf(scheme, source.secret, receivedAt, signedUrl, wanted);
    const { statusCode = 0 } = await source.deliver({ headers, body: body.toString('utf8') });
    assert.ok(statusCode < 300, `${scheme} ${event}: ${statusCode}`);
  }
  return source.entries.map(({ Detail = '', DetailType = '', Time }) => ({
    version: '0',
    id: '17793124-05d4-b198-2fde-7ededc63b103',
    'detail-type': DetailType,
    source: `webhook.${scheme}`,
    account: '123456789012',
    time: (Time ?? new Date(0)).toISOString().replace('.000Z', 'Z'),
    region: 'eu-west-1',
    resources: [],
    detail: JSON.parse(Detail),
  }));
}

/** What EventBridge adds is as in its user guide: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html */
export interface Received {
  readonly detail: { readonly metadata: Readonly<Record<string, unknown>>; readonly data: unknown };
  readonly [field: string]: unknown;
}
