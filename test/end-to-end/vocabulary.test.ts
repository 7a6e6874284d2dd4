import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  type Metric,
  paginateListDashboards,
  paginateListMetrics,
} from '@aws-sdk/client-cloudwatch';
import { PutSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Reason, statusByReason } from '../../function/signals.ts';
import { drawnMetrics, idOf, type MetricId } from '../dashboards/drawn.ts';
import { kindOf, notDrawn, onlyWhen } from '../dashboards/kinds.ts';
import { patienceMs } from '../until.ts';
import { payload, type Running, type Sent, secretOf, send, sign, startJson } from './running.ts';

/** Reasons that lie with the stack, so that no sender can bring them about. */
const notTheSenders = [
  'no-secret',
  'secret-unavailable',
  'publish-failed',
  'unexpected',
] as const satisfies readonly Reason[];

type SendersReason = Exclude<Reason, (typeof notTheSenders)[number]>;

describe('the vocabulary of a run', function () {
  this.timeout(180_000);
  let run: Running;
  let emitted: readonly MetricId[];
  let drawn: readonly MetricId[];
  let watched: readonly MetricId[];

  before(async () => {
    run = await startJson();
    const cloudWatch = new CloudWatchClient(run.aws);
    await sendOfEveryKind(run);
    drawn = await drawnBy(cloudWatch);
    watched = await watchedBy(cloudWatch);
    emitted = await settled(
      () => metricsOf(cloudWatch),
      (metrics) => missing(wanted(), metrics).length === 0 && rare(metrics).length >= broughtAbout.length,
    );
    cloudWatch.destroy();
  });
  after(() => run.stop());

  const ids = (metrics: readonly MetricId[]) => new Set(metrics.map(idOf));
  const kinds = (metrics: readonly MetricId[]) => new Set(metrics.map(kindOf));

  const wanted = () => [...drawn, ...watched];
  const rare = (metrics: readonly MetricId[]) => [...onlyWhen.keys()].filter((kind) => kinds(metrics).has(kind));

  it('has every metric that a dashboard draws, but those that are listed as rare', () => {
    assert.deepEqual(missing(drawn), []);
  });

  it('has every metric that an alarm watches, but those that are listed as rare', () => {
    assert.deepEqual(missing(watched), []);
  });

  function missing(metrics: readonly MetricId[], among = emitted): readonly string[] {
    const had = ids(among);
    return metrics
      .filter((metric) => !had.has(idOf(metric)) && !onlyWhen.has(kindOf(metric)) && !isNotTheSenders(metric))
      .map(idOf);
  }

  it('has no metric that is neither drawn nor listed as deliberately not drawn', () => {
    const seen = ids(drawn);
    assert.deepEqual(
      emitted.filter((metric) => !seen.has(idOf(metric)) && !notDrawn.has(kindOf(metric))).map(idOf),
      [],
    );
  });

  it('has every metric that is listed as deliberately not drawn, but the rare ones', () => {
    const had = kinds(emitted);
    assert.deepEqual(
      [...notDrawn.keys()].filter((kind) => !had.has(kind) && !onlyWhen.has(kind)),
      [],
    );
  });

  it('has of the rare ones those that it brought about', () => {
    assert.deepEqual(rare(emitted), broughtAbout);
  });
});

/** By an event that no queue takes. */
const broughtAbout = ['FailedInvocations', 'InvocationsFailedToBeSentToDlq'].map(
  (name) => `AWS/Events ${name} by EventBusName, RuleName`,
);

function isNotTheSenders({ dimensions: { reason } }: MetricId): boolean {
  return notTheSenders.some((one) => one === reason);
}

/** JSON may hold it and a message of SQS may not: neither the rule's queue nor its dead-letter queue takes the event. */
const notForQueues = '\uffff';

/** A published delivery, the same again, one refused for each reason, a rotation that is noticed, and an event that no queue takes. */
async function sendOfEveryKind(run: Running): Promise<void> {
  const secret = await secretOf(run);
  const signed = (body: string): Sent => ({ body, signature: sign(secret, body) });
  const refused: Readonly<Record<SendersReason, Sent>> = {
    'too-large': signed(payload({ text: 'x'.repeat(262_144) })),
    'wrong-method': { method: 'GET' },
    'unknown-path': { ...signed(payload()), path: 'nobody' },
    'wrong-content-type': { ...signed(payload()), contentType: 'text/plain' },
    'empty-body': { signature: sign(secret, '') },
    'malformed-signature': { body: payload() },
    'wrong-signature': { body: payload(), signature: sign('another', payload()) },
    'too-deep': signed('['.repeat(100) + ']'.repeat(100)),
    'invalid-json': signed('{'),
    'not-an-object': signed('[]'),
    'number-too-large': signed(`${payload().slice(0, -1)},"n":9223372036854775808}`),
    'missing-field': signed(payload({ cache: undefined })),
    stale: signed(payload({ publish_timestamp: Date.now() - 61_000 })),
    // Sent last: by then it must still be a minute ahead.
    early: signed(payload({ publish_timestamp: Date.now() + 600_000 })),
  };
  const rotated = 'the value after the rotation';
  const published = signed(payload());
  assert.equal((await send(run, published)).status, 200);
  assert.equal((await send(run, published)).status, 200);
  await new SecretsManagerClient(run.aws).send(
    new PutSecretValueCommand({ SecretId: run.source.secretId, SecretString: rotated }),
  );
  const body = payload({ text: notForQueues });
  assert.equal((await send(run, { body, signature: sign(rotated, body) })).status, 200);
  for (const [reason, request] of Object.entries(refused)) {
    assert.equal((await send(run, request)).status, statusByReason[reason as Reason], reason);
  }
}

/**
 * What the function writes after its answer arrives a little later: asks until all is there that is looked for, and
 * nothing new came for half a second; after patienceMs the tests say what did not come.
 */
async function settled(
  ask: () => Promise<readonly MetricId[]>,
  isComplete: (metrics: readonly MetricId[]) => boolean,
): Promise<readonly MetricId[]> {
  const end = performance.now() + patienceMs;
  for (let before = -1; ; ) {
    const metrics = await ask();
    if ((metrics.length === before && isComplete(metrics)) || performance.now() > end) return metrics;
    before = metrics.length;
    await sleep(500);
  }
}

async function metricsOf(client: CloudWatchClient): Promise<readonly MetricId[]> {
  const metrics: MetricId[] = [];
  for await (const { Metrics = [] } of paginateListMetrics({ client }, {})) metrics.push(...Metrics.map(metricId));
  return metrics;
}

async function drawnBy(client: CloudWatchClient): Promise<readonly MetricId[]> {
  const drawn: MetricId[] = [];
  for await (const { DashboardEntries = [] } of paginateListDashboards({ client }, {})) {
    for (const { DashboardName } of DashboardEntries) {
      const { DashboardBody = '' } = await client.send(new GetDashboardCommand({ DashboardName }));
      drawn.push(...drawnMetrics(DashboardBody));
    }
  }
  return drawn;
}

async function watchedBy(client: CloudWatchClient): Promise<readonly MetricId[]> {
  const { MetricAlarms = [] } = await client.send(new DescribeAlarmsCommand({}));
  return MetricAlarms.flatMap(({ Metrics = [] }) =>
    Metrics.flatMap(({ MetricStat }) => (MetricStat?.Metric ? [metricId(MetricStat.Metric)] : [])),
  );
}

function metricId({ Namespace = '', MetricName = '', Dimensions = [] }: Metric): MetricId {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Object.fromEntries(Dimensions.map(({ Name = '', Value = '' }) => [Name, Value])),
  };
}
