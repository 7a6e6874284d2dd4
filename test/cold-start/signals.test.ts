import assert from 'node:assert/strict';
import { coldStartLogKeys, coldStartMetrics, metrics, namespace } from '../../function/signals.ts';
import type { AwsServer } from '../function/harness/aws-server.ts';
import { currentSecret, previousSecret } from '../function/harness/deliveries.ts';
import { emfSchema } from '../function/harness/emf-schema.ts';
import type { Line } from '../function/harness/output.ts';
import {
  accountOf,
  answeringAws,
  type BundledFunction,
  bundledFunction,
  type Delivered,
  functionFiles,
  undisturbed,
} from './bundled-function.ts';

/** Keys that Powertools' Logger writes by itself. */
const powertoolsKeys = [
  ...['level', 'message', 'timestamp', 'service', 'cold_start', 'correlation_id', 'sampling_rate', 'xray_trace_id'],
  ...['function_arn', 'function_memory_size', 'function_name', 'function_request_id'],
];

const failureKeys: readonly string[] = [coldStartLogKeys.secretError, coldStartLogKeys.connectError];

describe('signals of a cold start', () => {
  let aws: AwsServer;
  let bundled: BundledFunction;
  let cold: Delivered[];
  let warm: Delivered[];

  before(async () => {
    aws = await answeringAws();
    bundled = bundledFunction(await functionFiles(), aws.endpoint);
    cold = [];
    warm = [];
    for (let count = 0; count < 3; count += 1) {
      const [first, ...later] = await undisturbed(async () => {
        await bundled.host.recycle();
        return [await bundled.deliver(), await bundled.deliver(), await bundled.deliver()];
      });
      assert.ok(first);
      cold.push(first);
      warm.push(...later);
    }
  });
  after(async () => {
    await bundled.close();
    await aws.close();
  });

  const coldStartLine = ({ logs }: Delivered): Line => {
    const line = logs.find(({ message }) => message === 'cold start');
    assert.ok(line, 'no cold start was logged');
    return line;
  };
  const isColdStart = (line: Line) => coldStartMetrics.total.name in line;
  const isFetch = (line: Line) => metrics.secretFetches.name in line;

  it('are one log line and one line of metrics, beside those of the delivery, after that of the fetch in INIT', () => {
    for (const { logs, emf } of cold) {
      assert.deepEqual(
        logs.map(({ message }) => message),
        ['delivery published', 'cold start'],
      );
      assert.deepEqual(emf.map(isColdStart), [false, false, true]);
      assert.deepEqual(emf.map(isFetch), [true, false, false]);
    }
  });

  it('are none of a later delivery', () => {
    for (const { logs, emf } of warm) {
      assert.deepEqual(
        logs.map(({ message }) => message),
        ['delivery published'],
      );
      assert.deepEqual(emf.map(isColdStart), [false]);
    }
  });

  it('name nothing in the log that the vocabulary does not, and leave out failures alone', () => {
    const expected = Object.values(coldStartLogKeys).filter((key) => !failureKeys.includes(key));
    for (const delivered of cold) {
      const keys = Object.keys(coldStartLine(delivered)).filter((key) => !powertoolsKeys.includes(key));

      assert.deepEqual(keys.sort(), [...expected].sort());
    }
  });

  it('are metrics by service and init alone, each by the name and unit of the vocabulary', () => {
    const expected = Object.values(coldStartMetrics).map(({ name, unit }) => ({ Name: name, Unit: unit }));
    for (const { emf } of cold) {
      const { _aws, service, init, ...values } = emfSchema.parse(emf.find(isColdStart));
      const [directive, ...others] = _aws.CloudWatchMetrics;

      assert.deepEqual(others, []);
      assert.equal(directive?.Namespace, namespace);
      assert.deepEqual(directive?.Dimensions, [['service', 'init']]);
      assert.deepEqual({ service, init }, { service: 'webhook-bridge-test', init: 'on-demand' });
      const byName = (left: { readonly Name: string }, right: { readonly Name: string }) =>
        left.Name.localeCompare(right.Name);
      assert.deepEqual([...(directive?.Metrics ?? [])].sort(byName), expected.sort(byName));
      assert.deepEqual(Object.keys(values).sort(), expected.map(({ Name }) => Name).sort());
    }
  });

  it('say the same in log and metrics, to the microsecond of the log', () => {
    for (const delivered of cold) {
      const account = accountOf(delivered);
      const line = delivered.emf.find(isColdStart) ?? {};
      for (const [name, { name: metric }] of Object.entries(coldStartMetrics)) {
        const logged = account[name as keyof typeof coldStartMetrics];
        assert.ok(Math.abs(Number(line[metric]) - logged) <= 0.000_51, `${metric}: ${line[metric]} and ${logged}`);
      }
    }
  });

  it('have phases that sum to the total', () => {
    for (const delivered of cold) {
      const { runtime, builtins, sdk, telemetry, clients, warmup, wait, handler, publish, total } =
        accountOf(delivered);

      const sum = runtime + builtins + sdk + telemetry + clients + warmup + wait + handler + publish;
      assert.ok(Math.abs(sum - total) < 0.01, `${sum} ms of ${total}`);
    }
  });

  it('are marked as a cold start in the log, as is their delivery, and no later one', () => {
    for (const { logs } of cold)
      assert.deepEqual(
        logs.map((line) => line.cold_start),
        [true, true],
      );
    for (const { logs } of warm)
      assert.deepEqual(
        logs.map((line) => line.cold_start),
        [false],
      );
  });

  it('are lines of the Embedded Metric Format, as are those of every delivery and of every fetch', () => {
    const lines = [...cold, ...warm].flatMap(({ emf }) => emf);

    assert.equal(lines.length, 15);
    for (const line of lines) {
      const { success, error } = emfSchema.safeParse(line);
      assert.ok(success, `${error?.message}\n${JSON.stringify(line)}`);
    }
  });

  it('hold no secret', () => {
    for (const { text } of cold) assert.ok(!text.includes(currentSecret) && !text.includes(previousSecret), text);
  });

  it('name who waited: nobody, where Lambda provisioned the environment', async () => {
    const provisioned = bundledFunction(await functionFiles(), aws.endpoint, {
      AWS_LAMBDA_INITIALIZATION_TYPE: 'provisioned-concurrency',
    });

    const [{ logs, emf }] = await undisturbed(async () => {
      await provisioned.host.recycle();
      return [await provisioned.deliver()] as const;
    });

    await provisioned.close();
    assert.equal(logs.find(({ message }) => message === 'cold start')?.init, 'provisioned-concurrency');
    assert.equal(emf.find(isColdStart)?.init, 'provisioned-concurrency');
    assert.ok(logs.every((line) => line.cold_start === false));
  });

  it('name the parts that failed in INIT', async () => {
    aws.answer('GetSecretValue', { error: 'AccessDeniedException' });
    aws.answer('connect', { reset: true });
    const failing = bundledFunction(await functionFiles(), aws.endpoint);

    const { logs, answer, text } = await failing.deliver();

    await failing.close();
    const line = logs.find(({ message }) => message === 'cold start') ?? {};
    assert.equal(answer.statusCode, 503);
    assert.equal(line[coldStartLogKeys.secretError], 'secret-unavailable');
    assert.ok(line[coldStartLogKeys.connectError]);
    assert.ok(Number(line[coldStartLogKeys.secret]) > 0 && Number(line[coldStartLogKeys.connect]) > 0);
    assert.ok(!text.includes(currentSecret));
  });
});
