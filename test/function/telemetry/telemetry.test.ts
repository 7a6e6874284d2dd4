import assert from 'node:assert/strict';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createSecrets, type SecretFetch } from '../../../function/delivery/secrets.ts';
import {
  coldStartLogKeys,
  coldStartMetrics,
  logKeys,
  metrics,
  type Reason,
  statusByReason,
} from '../../../function/signals.ts';
import { createTelemetry, type DeliveryRecord } from '../../../function/telemetry/telemetry.ts';
import { assembled } from '../assembled.ts';
import {
  type AwsServer,
  clientSettings,
  entryAccepted,
  entryRefused,
  messageAccepted,
  secretVersions,
  startAws,
} from '../aws-server.ts';
import { configuration, context, delivery, payload, request } from '../deliveries.ts';
import { environment } from '../environment.ts';
import { lambdaEnvironment } from '../lambda-environment.ts';
import { captured, type Line } from '../output.ts';
import { steadyClock } from '../steady-clock.ts';

const correlationId = 'correlation-1';

/** Everything that a delivery can have. */
const complete: Required<DeliveryRecord> = {
  outcome: 'failed',
  reason: 'publish-failed',
  status: 503,
  source: 'momento',
  scheme: 'momento',
  deliveryId: '410510f472fa7c9d51013b0ae4374371',
  bodyBytes: 153,
  ageMs: 250,
  durationMs: 40,
  verifyMs: 1,
  publishMs: 30,
  parkMs: 12,
  publishAttempts: 3,
  entryFailures: 1,
  missingField: 'topic',
  errorCode: 'ThrottlingException',
  parkError: 'AbortError',
  errorStack: ['    at put (publish.ts:1:1)'],
};

const published: DeliveryRecord = { outcome: 'published', status: 200, source: 'momento', durationMs: 40 };
const parked: DeliveryRecord = { outcome: 'parked', status: 202, source: 'momento', durationMs: 90, parkMs: 20 };
const repeated: DeliveryRecord = { outcome: 'duplicate', status: 202, source: 'momento', durationMs: 3 };
const refused: DeliveryRecord = { outcome: 'refused', reason: 'stale', status: 403, source: 'momento', durationMs: 2 };

/** Keys that Powertools' Logger writes by itself. */
const powertoolsKeys = [
  'level',
  'message',
  'timestamp',
  'service',
  'cold_start',
  'function_arn',
  'function_memory_size',
  'function_name',
  'function_request_id',
  'correlation_id',
  'sampling_rate',
  'xray_trace_id',
];

interface Emf {
  readonly namespace: string;
  readonly dimensionSets: readonly (readonly string[])[];
  /** Unit by metric name. */
  readonly units: Readonly<Record<string, string>>;
  readonly values: Line;
}

function readEmf(line: Line): Emf {
  const { _aws: directive, ...values } = line;
  const { CloudWatchMetrics } = directive as {
    CloudWatchMetrics: [{ Namespace: string; Dimensions: string[][]; Metrics: { Name: string; Unit: string }[] }];
  };
  const [{ Namespace, Dimensions, Metrics }] = CloudWatchMetrics;
  return {
    namespace: Namespace,
    dimensionSets: Dimensions,
    units: Object.fromEntries(Metrics.map(({ Name, Unit }) => [Name, Unit])),
    values,
  };
}

describe('telemetry', () => {
  const variables = environment({ POWERTOOLS_SERVICE_NAME: 'webhook-bridge-test' });

  /** Reports deliveries one after the other. */
  async function report(...records: DeliveryRecord[]) {
    const [, output] = await captured(() => {
      const telemetry = createTelemetry();
      for (const record of records) telemetry.report(record, context, correlationId);
    });
    return { logs: output.logs, emf: output.emf.map(readEmf) };
  }

  before(variables.set);
  after(variables.reset);

  describe('log line', () => {
    it('is one for a delivery', async () => {
      const { logs } = await report(published, refused, complete);

      assert.equal(logs.length, 3);
    });

    it('holds all that is known of the delivery, each thing under its key', async () => {
      const { logs } = await report(complete);

      const { cold_start: _, timestamp: __, ...line } = logs[0] ?? {};
      assert.deepEqual(line, {
        level: 'ERROR',
        message: 'delivery failed',
        service: 'webhook-bridge-test',
        sampling_rate: 0,
        function_arn: context.invokedFunctionArn,
        function_memory_size: '256',
        function_name: context.functionName,
        function_request_id: context.awsRequestId,
        correlation_id: correlationId,
        outcome: 'failed',
        reason: 'publish-failed',
        status: 503,
        source: 'momento',
        scheme: 'momento',
        delivery_id: '410510f472fa7c9d51013b0ae4374371',
        body_bytes: 153,
        age_ms: 250,
        duration_ms: 40,
        verify_ms: 1,
        publish_ms: 30,
        park_ms: 12,
        publish_attempts: 3,
        entry_failures: 1,
        missing_field: 'topic',
        error_code: 'ThrottlingException',
        park_error: 'AbortError',
        error_stack: ['    at put (publish.ts:1:1)'],
      });
    });

    it('is information when published or repeated, a warning when parked or refused, an error when failed', async () => {
      const { logs } = await report(published, repeated, parked, refused, complete);

      assert.deepEqual(
        logs.map(({ level, message }) => [level, message]),
        [
          ['INFO', 'delivery published'],
          ['INFO', 'delivery duplicate'],
          ['WARN', 'delivery parked'],
          ['WARN', 'delivery refused'],
          ['ERROR', 'delivery failed'],
        ],
      );
    });

    it('writes what has no key of its own under its own name', async () => {
      const { logs } = await report(Object.assign({ colour: 'green' }, published));

      assert.equal(logs[0]?.colour, 'green');
    });

    it('has nothing left of the delivery before', async () => {
      const { logs } = await report(complete, published);

      assert.deepEqual(
        Object.keys(logs[1] ?? {}).filter((key) => !powertoolsKeys.includes(key)),
        ['outcome', 'status', 'source', 'duration_ms'],
      );
    });
  });

  describe('metrics', () => {
    it('are one line of the Embedded Metric Format for a delivery', async () => {
      const { emf } = await report(published, refused, complete);

      assert.equal(emf.length, 3);
      assert.ok(emf.every(({ namespace }) => namespace === 'WebhookBridge'));
    });

    it('of a delivery that was taken have the dimension sets service, and service with source', async () => {
      const { emf } = await report(published, parked, repeated);

      for (const { dimensionSets, values } of emf) {
        assert.deepEqual(dimensionSets, [['service'], ['service', 'source']]);
        assert.partialDeepStrictEqual(values, { service: 'webhook-bridge-test', source: 'momento' });
      }
    });

    it('of any other have service with reason as well', async () => {
      const { emf } = await report(refused, complete);

      assert.deepEqual(
        emf.map(({ dimensionSets, values }) => [dimensionSets, values.reason]),
        [
          [[['service'], ['service', 'source'], ['service', 'reason']], 'stale'],
          [[['service'], ['service', 'source'], ['service', 'reason']], 'publish-failed'],
        ],
      );
    });

    it('count the delivery, time it and measure it', async () => {
      const { emf } = await report(complete);

      const { service: _, source: __, reason: ___, ...values } = emf[0]?.values ?? {};
      assert.deepEqual(values, {
        Failed: 1,
        BodySize: 153,
        DeliveryAge: 250,
        HandlerDuration: 40,
        PublishDuration: 30,
        ParkDuration: 12,
        PublishRetries: 2,
        EntryFailures: 1,
      });
      assert.deepEqual(emf[0]?.units, {
        Failed: 'Count',
        BodySize: 'Bytes',
        DeliveryAge: 'Milliseconds',
        HandlerDuration: 'Milliseconds',
        PublishDuration: 'Milliseconds',
        ParkDuration: 'Milliseconds',
        PublishRetries: 'Count',
        EntryFailures: 'Count',
      });
    });

    it('count each outcome under its own name', async () => {
      const { emf } = await report(published, parked, repeated, refused, complete);

      const outcomes = ['Published', 'Parked', 'Duplicates', 'Refused', 'Failed'];
      assert.deepEqual(
        emf.map(({ values }) => outcomes.filter((name) => name in values)),
        outcomes.map((name) => [name]),
      );
    });

    it('leave out what did not happen', async () => {
      const { emf } = await report(refused);

      assert.deepEqual(Object.keys(emf[0]?.units ?? {}), ['Refused', 'HandlerDuration']);
    });

    it('say 0 retries for a delivery published at the first try', async () => {
      const { emf } = await report({ ...published, publishAttempts: 1 });

      assert.equal(emf[0]?.values.PublishRetries, 0);
    });

    it('have nothing left of the delivery before', async () => {
      const { emf } = await report(complete, published);

      assert.deepEqual(Object.keys(emf[1]?.units ?? {}), ['Published', 'HandlerDuration']);
      assert.deepEqual(emf[1]?.dimensionSets, [['service'], ['service', 'source']]);
      assert.equal('reason' in (emf[1]?.values ?? {}), false);
    });
  });

  describe('secret fetch', () => {
    /** Tells of fetches one after the other. */
    async function fetched(...fetches: SecretFetch[]) {
      const [, output] = await captured(() => {
        const telemetry = createTelemetry();
        for (const fetch of fetches) telemetry.secretFetched(fetch);
        telemetry.report(published, context, correlationId);
      });
      const emf = output.emf.map(readEmf);
      return { logs: output.logs, emf: emf.slice(0, -1), ofDelivery: emf.at(-1) };
    }

    const first: SecretFetch = { source: 'momento', durationMs: 20, isRefresh: false, ageSeconds: 90.5 };

    it('is a line of metrics of its own, by service and by service and source', async () => {
      const { emf, ofDelivery } = await fetched(first, { ...first, source: 'orders' });

      assert.deepEqual(
        emf.map(({ dimensionSets, values }) => [dimensionSets, values.service, values.source]),
        [
          [[['service'], ['service', 'source']], 'webhook-bridge-test', 'momento'],
          [[['service'], ['service', 'source']], 'webhook-bridge-test', 'orders'],
        ],
      );
      assert.deepEqual(Object.keys(ofDelivery?.units ?? {}), ['Published', 'HandlerDuration']);
    });

    it('is counted and says how old the secret is', async () => {
      const { emf } = await fetched(first);

      const { service: _, source: __, ...values } = emf[0]?.values ?? {};
      assert.deepEqual(values, { SecretFetches: 1, SecretRefreshes: 0, SecretFetchFailures: 0, SecretAge: 90.5 });
      assert.deepEqual(emf[0]?.units, {
        SecretFetches: 'Count',
        SecretRefreshes: 'Count',
        SecretFetchFailures: 'Count',
        SecretAge: 'Seconds',
      });
    });

    it('is counted apart when a signature asked for it', async () => {
      const { emf } = await fetched({ ...first, isRefresh: true });

      assert.partialDeepStrictEqual(emf[0]?.values, { SecretFetches: 1, SecretRefreshes: 1 });
    });

    it('says no age where there is none', async () => {
      const { ageSeconds: _, ...ageless } = first;

      const { emf } = await fetched(ageless);

      assert.equal('SecretAge' in (emf[0]?.values ?? {}), false);
    });

    it('writes no log line when it succeeds', async () => {
      const { logs } = await fetched(first);

      assert.deepEqual(
        logs.map(({ message }) => message),
        ['delivery published'],
      );
    });

    it('is an error in log and metrics when it fails', async () => {
      const { ageSeconds: _, ...ageless } = first;

      const { logs, emf } = await fetched({ ...ageless, errorCode: 'AccessDeniedException' });

      assert.partialDeepStrictEqual(logs[0], {
        level: 'ERROR',
        message: 'secret fetch failed',
        source: 'momento',
        duration_ms: 20,
        error_code: 'AccessDeniedException',
      });
      assert.partialDeepStrictEqual(emf[0]?.values, { SecretFetches: 1, SecretFetchFailures: 1 });
    });
  });

  describe('outside a trace', () => {
    it('runs a step and gives what it gave', async () => {
      assert.equal(await createTelemetry().step('verify', async () => 'done'), 'done');
    });

    it('passes on what a step throws', async () => {
      const fault = new Error('from the test');

      await assert.rejects(
        createTelemetry().step('verify', () => Promise.reject(fault)),
        (error) => error === fault,
      );
    });

    it('has no trace id', () => {
      assert.equal(createTelemetry().traceId(), undefined);
    });
  });

  describe('over every kind of delivery', () => {
    const canary = 'canary-7f3a';
    const secret = `secret-${canary}`;
    let aws: AwsServer;
    let secretsManager: SecretsManagerClient;
    let eventBridge: EventBridgeClient;
    let lambda: ReturnType<typeof environment>;
    let clock: Disposable;

    beforeEach(async () => {
      clock = steadyClock();
      aws = await startAws();
      aws.answer('GetSecretValue', secretVersions({ current: secret, previous: `previous-${canary}` }));
      aws.answer('PutEvents', entryAccepted);
      secretsManager = new SecretsManagerClient({ ...clientSettings(aws), maxAttempts: 1 });
      eventBridge = new EventBridgeClient({ ...clientSettings(aws), maxAttempts: 1 });
      lambda = environment(lambdaEnvironment(aws));
      lambda.set();
    });
    afterEach(async () => {
      lambda.reset();
      secretsManager.destroy();
      eventBridge.destroy();
      await aws.close();
      clock[Symbol.dispose]();
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
      const telemetry = createTelemetry();
      const secrets = createSecrets(secretsManager, configuration.secretCacheMs, telemetry.secretFetched);
      const handler = assembled({ secrets, eventBridge, telemetry });
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
