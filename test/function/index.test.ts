import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type * as entry from '../../function/index.ts';
import { until } from '../until.ts';
import {
  type AwsServer,
  entryAccepted,
  entryRefused,
  messageAccepted,
  secretVersions,
  startAws,
} from './harness/aws-server.ts';
import {
  answered,
  body,
  bodyDeliveryId,
  bodySignature,
  bodySignatureByPrevious,
  context,
  currentSecret,
  delivery,
  previousSecret,
  receivedAt,
} from './harness/deliveries.ts';
import { environment } from './harness/environment.ts';
import { lambdaEnvironment } from './harness/lambda-environment.ts';
import { captured } from './harness/output.ts';
import { steadyClock } from './harness/steady-clock.ts';
import { stillClock } from './harness/still-clock.ts';

/** Each import with another query evaluates the module anew, as a new execution environment does. */
let environments = 0;

async function initialise() {
  environments += 1;
  const specifier = `../../function/index.ts?environment=${environments}`;
  const [handler, init] = await captured(async () => (await (import(specifier) as Promise<typeof entry>)).handler);
  const deliver = async (event: LambdaFunctionURLEvent) => {
    const [result, output] = await captured(() => handler(event, context));
    return { answer: answered(result), output };
  };
  return { deliver, init };
}

describe('index', () => {
  let aws: AwsServer;
  let variables: ReturnType<typeof environment>;
  let clock: Disposable;

  beforeEach(async () => {
    clock = steadyClock();
    aws = await startAws();
    aws.answer('GetSecretValue', secretVersions({ current: currentSecret, previous: previousSecret }));
    aws.answer('PutEvents', entryAccepted);
    variables = environment(lambdaEnvironment(aws));
    variables.set();
  });
  afterEach(async () => {
    variables.reset();
    await aws.close();
    clock[Symbol.dispose]();
  });

  it("fetches each source's secret during INIT and not again for a delivery", async () => {
    const { deliver } = await initialise();
    const duringInit = aws.requests('GetSecretValue').map(({ input }) => [input.SecretId, input.VersionStage]);

    await deliver(delivery(body));

    assert.deepEqual(duringInit.sort(), [
      ['arn:secret:momento', 'AWSCURRENT'],
      ['arn:secret:momento', 'AWSPREVIOUS'],
      ['arn:secret:orders', 'AWSCURRENT'],
      ['arn:secret:orders', 'AWSPREVIOUS'],
    ]);
    assert.equal(aws.requests('GetSecretValue').length, 4);
  });

  it('opens one connection to EventBridge during INIT, with no event, and publishes over it', async () => {
    const { deliver } = await initialise();
    const duringInit = aws.requests().filter(({ operation }) => operation !== 'GetSecretValue');
    // The way of an invocation to the function takes longer than a connection's way back to its pool.
    await sleep(20);
    await turn();

    await deliver(delivery(body));

    assert.deepEqual(
      duringInit.map(({ operation, body: sent }) => [operation, sent]),
      [['connect', '']],
    );
    assert.equal(aws.requests('PutEvents')[0]?.connection, duringInit[0]?.connection);
  });

  for (const [label, signature] of Object.entries({ current: bodySignature, previous: bodySignatureByPrevious })) {
    it(`puts a delivery signed with the ${label} secret on the bus`, async () => {
      const { deliver } = await initialise();

      const { answer } = await deliver(delivery(body, { headers: { 'momento-signature': signature } }));

      assert.equal(answer.statusCode, 200);
      assert.deepEqual(answer.body, { id: bodyDeliveryId });
      const [put] = aws.requests('PutEvents');
      assert.partialDeepStrictEqual(put?.input, {
        Entries: [{ EventBusName: 'deliveries', Source: 'webhook.momento' }],
      });
    });
  }

  it('parks a delivery that the bus does not take, on the queue of the environment', async () => {
    aws.answer('PutEvents', entryRefused('MalformedDetail'));
    aws.answer('SendMessage', messageAccepted);
    const { deliver } = await initialise();

    const { answer, output } = await deliver(delivery(body));

    assert.equal(answer.statusCode, 202);
    assert.deepEqual(answer.body, { id: bodyDeliveryId });
    assert.equal(aws.requests('SendMessage')[0]?.input.QueueUrl, lambdaEnvironment(aws).PARKING_QUEUE_URL);
    assert.partialDeepStrictEqual(output.emf[0], { Parked: 1 });
  });

  it('knows a delivery that is sent again', async () => {
    const { deliver } = await initialise();
    const first = await deliver(delivery(body));

    const again = await deliver(delivery(body));

    assert.deepEqual(again.answer, first.answer);
    assert.equal(aws.requests('PutEvents').length, 1);
    assert.partialDeepStrictEqual(again.output.emf[0], { Duplicates: 1 });
  });

  it('takes its limits from the environment', async () => {
    const { deliver } = await initialise();

    const stale = await deliver(delivery(body, { timeEpoch: receivedAt + 30_000 }));
    const fresh = await deliver(delivery(body, { timeEpoch: receivedAt + 29_999 }));
    const large = await deliver(delivery('a'.repeat(2_001)));

    assert.deepEqual(
      [stale, fresh, large].map(({ answer }) => answer.statusCode),
      [403, 200, 413],
    );
  });

  it('writes one log line and one line of metrics for a delivery, beside those of the cold start', async () => {
    const { deliver } = await initialise();

    const { output } = await deliver(delivery(body));

    assert.deepEqual(
      output.logs.map(({ message, service }) => [message, service]),
      [
        ['delivery published', 'webhook-bridge-test'],
        ['cold start', 'webhook-bridge-test'],
      ],
    );
    assert.equal(output.emf.length, 2);
    assert.partialDeepStrictEqual(output.emf[0], { Published: 1, service: 'webhook-bridge-test' });
  });

  it('writes a line of metrics for each fetch of a secret, as soon as it ends', async () => {
    const { init } = await initialise();

    assert.deepEqual(init.emf.map(({ source, SecretFetches }) => [source, SecretFetches]).sort(), [
      ['momento', 1],
      ['orders', 1],
    ]);
  });

  it('starts without Secrets Manager and tries again for the first delivery', async () => {
    aws.answer('GetSecretValue', { error: 'AccessDeniedException' });
    const { deliver, init } = await initialise();
    aws.answer('GetSecretValue', secretVersions({ current: currentSecret }));

    const { answer } = await deliver(delivery(body));

    assert.equal(init.logs.filter(({ error_code: code }) => code === 'AccessDeniedException').length, 2);
    assert.equal(answer.statusCode, 200);
  });

  it('answers 503 while Secrets Manager stays down', async () => {
    aws.answer('GetSecretValue', { error: 'AccessDeniedException' });
    const { deliver } = await initialise();

    const answers = [await deliver(delivery(body)), await deliver(delivery(body))];

    assert.deepEqual(
      answers.map(({ answer }) => answer.statusCode),
      [503, 503],
    );
  });

  it('waits 1.5 s at most for Secrets Manager during INIT', async () => {
    aws.answer('GetSecretValue', { never: true });
    using clock = stillClock();
    let isReady = false;

    void initialise().then(() => {
      isReady = true;
    });
    await until(() => aws.requests('GetSecretValue').length === 4 && aws.requests('connect').length === 1);
    await clock.pass(1_499);
    assert.equal(isReady, false);
    await clock.pass(1);

    await until(() => isReady);
  });

  it('does not wait for ever for EventBridge', async () => {
    aws.answer('PutEvents', { never: true }, entryAccepted);
    const { deliver } = await initialise();
    using clock = stillClock();

    const delivered = deliver(delivery(body));
    await until(() => aws.requests('PutEvents').length === 1);
    await clock.pass(1_499);
    assert.equal(aws.requests('PutEvents').length, 1);
    // The first request is given up, and the SDK tries again after a tenth of a second at most.
    await clock.pass(101);
    await until(() => aws.requests('PutEvents').length === 2);

    assert.equal((await delivered).answer.statusCode, 200);
  });

  it('does not start without its environment', async () => {
    const { BUS_NAME: _, ...incomplete } = lambdaEnvironment(aws);
    const index = new URL('../../function/index.ts', import.meta.url).pathname;

    const start = promisify(execFile)(process.execPath, [index], { env: incomplete });

    await assert.rejects(start, { code: 1, stderr: /BUS_NAME is missing/ });
  });
});
