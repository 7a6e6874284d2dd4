import assert from 'node:assert/strict';
import {
  coldStartLogKeys,
  coldStartMetrics,
  logKeys,
  metrics,
  type Reason,
  statusByReason,
} from '../../../function/signals.ts';
import { createTelemetry } from '../../../function/telemetry/telemetry.ts';
import { entryAccepted, entryRefused, messageAccepted, secretVersions } from '../harness/aws-server.ts';
import { context, delivery, payload, request } from '../harness/deliveries.ts';
import { executionEnvironment } from '../harness/execution-environment.ts';
import { captured, type Line } from '../harness/output.ts';
import { readEmf } from './emf.ts';
import { powertoolsKeys } from './powertools-keys.ts';

describe('telemetry', () => {
  describe('over every kind of delivery', () => {
    const canary = 'canary-7f3a';
    const secret = `secret-${canary}`;
    const { aws, handlerWith } = executionEnvironment();

    beforeEach(() => {
      aws.answer('GetSecretValue', secretVersions({ current: secret, previous: `previous-${canary}` }));
    });

    const headers = {
      authorization: `Bearer ${canary}`,
      'user-agent': canary,
      'x-forwarded-for': canary,
      [canary]: canary,
    };
    const text = payload({ cache: canary, topic: canary, text: canary, [canary]: canary });
    const signed = (content: string, rest: Parameters<typeof delivery>[1] = {}) =>
      delivery(content, { secret, ...rest, headers: { ...headers, ...rest.headers } });

    const awsError = { error: 'ValidationException', message: `${canary} is not valid` };
    const cases: Readonly<
      Record<Exclude<Reason, 'unexpected'> | 'published' | 'parked', [ReturnType<typeof delivery>, (() => void)?]>
    > = {
      published: [signed(text)],
      parked: [
        signed(text),
        () => {
          aws.answer('PutEvents', awsError);
          aws.answer('SendMessage', messageAccepted);
        },
      ],
      'too-large': [signed(canary.repeat(100))],
      'wrong-method': [signed(text, { method: canary })],
      'unknown-path': [signed(text, { path: `/${canary}` })],
      'wrong-content-type': [signed(text, { headers: { 'content-type': `text/${canary}` } })],
      'empty-body': [request({ headers })],
      'malformed-signature': [signed(text, { headers: { 'momento-signature': canary } })],
      'wrong-signature': [signed(text, { secret: canary })],
      'no-secret': [signed(text), () => aws.answer('GetSecretValue', secretVersions({ current: '' }))],
      'too-deep': [signed(`${'['.repeat(63)}"${canary}"`)],
      'invalid-json': [signed(`{"${canary}`)],
      'not-an-object': [signed(`["${canary}"]`)],
      'number-too-large': [signed(`{"${canary}":9223372036854775808}`)],
      'missing-field': [signed(payload({ topic: undefined, [canary]: canary, text: canary }))],
      stale: [signed(payload({ text: canary, publish_timestamp: 0 }))],
      early: [signed(payload({ text: canary, publish_timestamp: 8.64e15 }))],
      'secret-unavailable': [signed(text), () => aws.answer('GetSecretValue', awsError)],
      'publish-failed': [
        signed(text),
        () => {
          aws.answer('PutEvents', awsError);
          aws.answer('SendMessage', awsError);
        },
      ],
    };

    const ofDelivery = ({ logs }: { readonly logs: readonly Line[] }) =>
      logs.find(({ message }) => String(message).startsWith('delivery '));

    async function outputOf(event: ReturnType<typeof delivery>) {
      const handler = handlerWith(createTelemetry());
      const [, output] = await captured(() => handler(event, context));
      return output;
    }

    it('is tried below for every reason but a fault of ours', () => {
      const expected = Object.keys(statusByReason).filter((reason) => reason !== 'unexpected');

      assert.deepEqual(Object.keys(cases).sort(), [...expected, 'published', 'parked'].sort());
    });

    for (const [ending, [event, prepare]] of Object.entries(cases)) {
      it(`writes nothing of body, headers, path or secret for ${ending}`, async () => {
        prepare?.();

        const output = await outputOf(event);

        const lines = output.emf.filter((line) => !(metrics.secretFetches.name in line));
        assert.equal(lines.length, 2);
        assert.equal(ofDelivery(output)?.reason, ['published', 'parked'].includes(ending) ? undefined : ending);
        assert.ok(!output.text.includes(canary), output.text);
        const signature = event.headers['momento-signature'];
        assert.ok(!signature || !output.text.includes(signature), output.text);
      });

      it(`uses no name outside the vocabulary for ${ending}`, async () => {
        prepare?.();

        const output = await outputOf(event);

        const vocabulary = new Set<string>([
          ...Object.values(logKeys),
          ...Object.values(coldStartLogKeys),
          ...powertoolsKeys,
        ]);
        const known = [...Object.values(metrics), ...Object.values(coldStartMetrics)];
        const units = new Map<string, string>(known.map(({ name, unit }) => [name, unit]));
        for (const line of output.logs) {
          assert.deepEqual(
            Object.keys(line).filter((key) => !vocabulary.has(key)),
            [],
          );
        }
        for (const line of output.emf.map(readEmf)) {
          for (const [name, unit] of Object.entries(line.units)) assert.equal(unit, units.get(name), name);
        }
      });
    }

    it('writes nothing of an entry that the bus refused', async () => {
      aws.answer('PutEvents', {
        json: { FailedEntryCount: 1, Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: canary }] },
      });
      aws.answer('SendMessage', messageAccepted);

      const output = await outputOf(signed(text));

      assert.equal(ofDelivery(output)?.error_code, 'MalformedDetail');
      assert.ok(!output.text.includes(canary));
    });

    it('counts the tries of a delivery that the bus throttled', async () => {
      aws.answer('PutEvents', entryRefused('ThrottlingException'), entryAccepted);

      const output = await outputOf(signed(text));

      const counted = output.emf.find((line) => metrics.published.name in line) ?? {};
      assert.partialDeepStrictEqual(counted, { PublishRetries: 1, EntryFailures: 1 });
      assert.partialDeepStrictEqual(ofDelivery(output), { publish_attempts: 2, entry_failures: 1 });
    });
  });
});
