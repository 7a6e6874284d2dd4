import assert from 'node:assert/strict';
import {
  type Answer,
  type Answering,
  type AwsServer,
  entryAccepted,
  entryRefused,
  messageAccepted,
} from '../function/harness/aws-server.ts';
import { until } from '../until.ts';
import {
  answeringAws,
  type BundledFunction,
  bundledFunction,
  type Delivered,
  functionFiles,
} from './bundled-function.ts';
import { type XrayDaemon, xrayDaemon } from './xray-daemon.ts';

const sampled = 'Root=1-69558c00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1';

/** What AWS answers to PutEvents, one try after the other, and the status and the errors that may come of it. */
const cases: Readonly<Record<string, readonly [answers: readonly Answer[], status: number, ...errorCodes: string[]]>> =
  {
    success: [[entryAccepted], 200],
    'throttling that ends': [[{ error: 'ThrottlingException' }, entryAccepted], 200],
    'throttling that does not end': [[{ error: 'ThrottlingException' }], 503, 'ThrottlingException', 'AbortError'],
    'a throttled entry': [[entryRefused('ThrottlingException'), entryAccepted], 200],
    'a server error that ends': [[{ error: 'InternalException', status: 500 }, entryAccepted], 200],
    'a server error that does not end': [[{ error: 'InternalException', status: 500 }], 503, 'InternalException'],
    'a client error': [[{ error: 'ValidationException' }], 503, 'ValidationException'],
    'a refusal of the credentials': [[{ error: 'ExpiredTokenException' }], 503, 'ExpiredTokenException'],
    'a wrong clock': [[{ error: 'InvalidSignatureException' }], 503, 'InvalidSignatureException'],
    'a connection that is reset': [[{ reset: true }, entryAccepted], 200],
    'no answer': [[{ never: true }, entryAccepted], 200],
  };

/** The same of the parking queue, when EventBridge does not take a delivery. */
const parkings: Readonly<
  Record<string, readonly [answers: readonly (Answer | Answering)[], status: number, ...parkErrors: string[]]>
> = {
  success: [[messageAccepted], 202],
  'throttling that ends': [[{ error: 'ThrottlingException' }, messageAccepted], 202],
  'a server error that ends': [[{ error: 'InternalFailure', status: 500 }, messageAccepted], 202],
  'a client error': [[{ error: 'QueueDoesNotExist' }], 503, 'QueueDoesNotExist'],
  'a refusal of the credentials': [[{ error: 'ExpiredTokenException' }], 503, 'ExpiredTokenException'],
  'a connection that is reset': [[{ reset: true }, messageAccepted], 202],
  'no answer': [[{ never: true }, messageAccepted], 202],
  'no answer at all': [[{ never: true }], 503, 'TimeoutError', 'AbortError'],
  'another message than was sent': [[{ json: { MD5OfMessageBody: '' } }], 503, 'Error'],
};

/** One of ten deliveries: a machine that stalls may let the time for some of them pass. */
async function endingWith(status: number, deliver: () => Promise<Delivered>): Promise<Delivered> {
  let delivered = await deliver();
  for (let tries = 1; tries < 10 && delivered.answer.statusCode !== status; tries += 1) delivered = await deliver();
  return delivered;
}

describe('the bundle, whatever AWS answers', function () {
  this.timeout(180_000);
  let aws: AwsServer;
  let daemon: XrayDaemon;
  let bundled: BundledFunction;

  before(async () => {
    aws = await answeringAws();
    daemon = await xrayDaemon();
    bundled = bundledFunction(await functionFiles(), aws.endpoint, { AWS_XRAY_DAEMON_ADDRESS: daemon.address });
  });
  after(async () => {
    await bundled.close();
    daemon.close();
    await aws.close();
  });

  for (const [name, [answers, status, ...errorCodes]] of Object.entries(cases)) {
    it(`never comes near what was left out of it: ${name}`, async () => {
      const deliver = async () => {
        // After one that it took, EventBridge has its full time.
        aws.answer('PutEvents', entryAccepted);
        await until(async () => (await bundled.deliver()).answer.statusCode === 200);
        await daemon.trees();
        aws.answer('PutEvents', ...answers);
        return bundled.deliver(sampled);
      };

      const { answer, logs, text } = await endingWith(status, deliver);
      const line = logs.find(({ message }) => String(message).startsWith('delivery '));
      assert.equal(answer.statusCode, status, text);
      assert.ok(status === 200 || errorCodes.includes(String(line?.error_code)), text);
      assert.doesNotMatch(text, /infra\/bundle\/replacements\.ts/);
      // Each document is small enough for a datagram, the stacks of failed calls and all: the daemon reads none else.
      assert.equal((await daemon.trees()).length, 1);
    });
  }

  for (const [name, [answers, status, ...parkErrors]] of Object.entries(parkings)) {
    it(`never comes near it while it parks: ${name}`, async () => {
      const deliver = async () => {
        aws.answer('PutEvents', entryRefused('MalformedDetail'));
        aws.answer('SendMessage', ...answers);
        await daemon.trees();
        return bundled.deliver(sampled);
      };

      const { answer, logs, text } = await endingWith(status, deliver);

      const line = logs.find(({ message }) => String(message).startsWith('delivery '));
      assert.equal(answer.statusCode, status, text);
      assert.ok(status === 202 || parkErrors.includes(String(line?.park_error)), text);
      assert.equal(line && 'park_error' in line, status !== 202, text);
      assert.doesNotMatch(text, /infra\/bundle\/replacements\.ts/);
      assert.equal((await daemon.trees()).length, 1);
    });
  }

  it('never comes near it when it starts without Secrets Manager and without EventBridge either', async () => {
    aws.answer('GetSecretValue', { error: 'InternalServiceError', status: 500 });
    aws.answer('connect', { reset: true });
    await bundled.host.recycle();

    const { answer, logs, text } = await bundled.deliver(sampled);

    assert.equal(answer.statusCode, 503, text);
    assert.ok(logs.some(({ error_code: code }) => code === 'InternalServiceError'));
    assert.doesNotMatch(text, /infra\/bundle\/replacements\.ts/);
  });
});
