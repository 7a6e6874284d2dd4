import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { CancelReplayCommand, EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { outcome, startCommand } from '../../commands.ts';
import { payload, type Running, secretOf, send, sign, startJson, takeEvents } from '../../end-to-end/running.ts';

const command = join(import.meta.dirname, '../../../tools/replay/replay.ts');
const bus = 'webhook-bridge_dev';

describe('npm run replay', function () {
  this.timeout(180_000);
  let run: Running;
  let ids: readonly string[];
  let began: string;
  before(async () => {
    began = new Date().toISOString();
    run = await startJson();
    const secret = await secretOf(run);
    const answers = ['1234567890123456789', '1.10', '3'].map((number) => {
      const body = payload().replace('"topic_sequence_number":1', `"topic_sequence_number":${number}`);
      return send(run, { body, signature: sign(secret, body) });
    });
    const bodies = (await Promise.all(answers)).map((answer) => answer.json() as Promise<{ id: string }>);
    ids = (await Promise.all(bodies)).map(({ id }) => id);
    await takeEvents(run);
    await queued();
  });
  after(() => run.stop());

  function start(...args: readonly string[]) {
    const { AWS_ENDPOINT_URL: _, ...environment } = process.env;
    return startCommand(command, ['--endpoint-url', run.awsEndpoint, ...args], environment);
  }
  const replay = (...args: readonly string[]) => outcome(start('--from', began, ...args));
  /** What lies in the queue of the rule `deliveries`, for good. */
  async function queued(): Promise<readonly string[]> {
    const client = new SQSClient(run.aws);
    const QueueUrl = `${run.awsEndpoint}/000000000000/${bus}_deliveries`;
    const bodies: string[] = [];
    for (;;) {
      const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      if (Messages.length === 0) return bodies;
      bodies.push(...Messages.map(({ Body = '' }) => Body));
    }
  }

  it('says on a dry run what would be replayed, and replays nothing', async () => {
    const { out, status } = await replay('--dry-run');
    assert.match(out, /^archive +webhook-bridge_dev: 3 events, \d+ bytes in all, kept 7 days\n/);
    assert.match(out, /^bus +webhook-bridge_dev$/m);
    assert(out.includes(`\nwindow    ${began} to `));
    assert.match(out, /^events +about 3, as the function counted deliveries$/m);
    assert.match(out, /webhook-bridge_dev_chat → arn:aws:logs:.*\n.*webhook-bridge_dev_deliveries → arn:aws:sqs:.*\n/);
    assert.match(out, /\nnothing was replayed: a dry run\n$/);
    assert.equal(status, 0);
    assert.deepEqual(await takeEvents(run), []);
  });

  it('replays to every rule, each delivery with its id and every digit', async () => {
    const { out, said, status } = await replay();
    assert.match(said, /^started replay webhook-bridge_dev_replay_\d{8}T\d{9}Z\n$/);
    assert.match(out, /\nreplay webhook-bridge_dev_replay_\w+: COMPLETED after .*; the last event is of .*Z\n$/);
    assert.equal(status, 0);
    const events = await takeEvents(run);
    assert.deepEqual(events.map(({ detail }) => detail.metadata.id).sort(), [...ids].sort());
    const texts = await queued();
    for (const number of ['1234567890123456789', '1.10']) {
      assert(
        texts.some((text) => text.includes(`"topic_sequence_number":${number},`)),
        number,
      );
    }
    assert(texts.every((text) => /,"replay-name":"webhook-bridge_dev_replay_\w+"}$/.test(text)));
  });

  it('replays to the rule of --rule alone', async () => {
    const { out, status } = await replay('--rule', 'deliveries', '--json');
    const { dryRun, isFiltered, rules, published, replay: ended } = JSON.parse(out);
    assert.deepEqual([dryRun, isFiltered, published], [false, true, { isKnown: true, deliveries: 3 }]);
    assert.deepEqual(
      rules.map(({ name }: { readonly name: string }) => name),
      ['webhook-bridge_dev_deliveries'],
    );
    assert.equal(ended.state, 'COMPLETED');
    assert.equal(status, 0);
    assert.equal((await queued()).length, 3);
    assert.deepEqual(await takeEvents(run), []);
  });

  it('replays nothing of a window in which nothing was', async () => {
    const { out, status } = await outcome(start('--from', '-2h', '--to', '-1h'));
    assert.match(out, /^events +about 0, .*$/m);
    assert.match(out, /COMPLETED after .*; no event was replayed\n$/);
    assert.equal(status, 0);
  });

  it('says what the archive does not keep so long', async () => {
    const { said } = await outcome(start('--from', '-8d', '--dry-run'));
    assert.match(said, /^the archive keeps 7 days: what was before .*Z is gone\n$/);
  });

  describe('of many events', () => {
    beforeEach(async () => {
      const client = new EventBridgeClient(run.aws);
      const entry = { EventBusName: bus, Source: 'test', DetailType: 'test', Detail: '{}' };
      const put = () => client.send(new PutEventsCommand({ Entries: Array(10).fill(entry) }));
      // Their replay takes 4 s at least: far more than a command needs to be told something and to end.
      for (let n = 0; n < 40; n += 1) await Promise.all(Array.from({ length: 20 }, put));
    });
    const started = async (child: ChildProcess) => {
      const [line] = await once(child.stderr ?? child, 'data');
      return /^started replay (\S+)\n/.exec(String(line))?.[1] ?? '';
    };

    it('goes on after Ctrl-C, and says how to cancel it', async () => {
      const child = start('--from', began);
      const ended = outcome(child);
      const name = await started(child);
      child.kill('SIGINT');
      const { said, status } = await ended;
      assert.equal(
        said,
        `started replay ${name}\nthe replay goes on; to cancel it:\naws events cancel-replay --region us-east-1 --endpoint-url ${run.awsEndpoint} --replay-name ${name}\n`,
      );
      assert.equal(status, 130);
      const client = new EventBridgeClient(run.aws);
      assert.equal((await client.send(new CancelReplayCommand({ ReplayName: name }))).State, 'CANCELLING');
    });

    it('exits with 1 when somebody cancels it', async () => {
      const child = start('--from', began);
      const ended = outcome(child);
      const ReplayName = await started(child);
      await new EventBridgeClient(run.aws).send(new CancelReplayCommand({ ReplayName }));
      const { out, status } = await ended;
      assert.match(out, /: CANCELLED after /);
      assert.equal(status, 1);
    });
  });

  for (const [what, args, says, expected] of [
    [
      'a rule that the bus has not',
      ['--from', '-1h', '--rule', 'orders'],
      '--rule is "orders"; the bus has local-events, chat, deliveries\n',
      2,
    ],
    [
      'a stack that does not run there',
      ['--from', '-1h', '--stack', 'prod'],
      'there is no archive webhook-bridge_prod in us-east-1; --stack names another stack, --region another region\n',
      1,
    ],
    [
      'a stack that there is not',
      ['--from', '-1h', '--stack', 'nowhere'],
      'there is no stack nowhere: Pulumi.nowhere.yaml is missing; here are dev, prod\n',
      2,
    ],
    [
      'an endpoint where nobody answers',
      ['--from', '-1h', '--endpoint-url', 'http://127.0.0.1:1'],
      'http://127.0.0.1:1 of --endpoint-url or AWS_ENDPOINT_URL gives no answer: ECONNREFUSED\n',
      1,
    ],
    [
      'a wrong command line',
      ['--from', 'yesterday', '--dry-run'],
      '--from is "yesterday"; it wants a time with its zone, such as 2026-07-10T12:00:00Z, a day (UTC), or so long ago, such as -90m, -1h or -2d\n',
      2,
    ],
  ] as const) {
    it(`exits with ${expected} on ${what}, and says what it wants`, async () => {
      assert.deepEqual(await outcome(start(...args)), { out: '', said: says, status: expected });
    });
  }
});
