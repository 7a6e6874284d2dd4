import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  PutEventsCommand,
  StartReplayCommand,
  type StartReplayCommandInput,
} from '@aws-sdk/client-eventbridge';
import type { RuleEvent } from '../../../../local/aws/eventbridge/rule-event.ts';
import { type Running, rule, running, target } from './running.ts';

const orders = { name: 'orders', arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/orders' };
const archive = {
  name: 'orders',
  arn: 'arn:aws:events:eu-west-1:000000000000:archive/orders',
  eventSourceArn: orders.arn,
  retentionDays: 0,
};
const rules = [
  rule({ name: 'all', busName: 'orders', targets: [target({ arn: 'all' })] }),
  rule({ name: 'odd', busName: 'orders', pattern: '{"detail":{"odd":[true]}}', targets: [target({ arn: 'odd' })] }),
  rule({
    name: 'live',
    busName: 'orders',
    pattern: '{"replay-name":[{"exists":false}]}',
    targets: [target({ arn: 'live' })],
  }),
];
const [all, odd] = rules.map(({ arn }) => arn);

describe('a replay', () => {
  let local: Running;
  let observed: RuleEvent[];
  /** Holds replays back while it is pending. */
  let gate: Promise<unknown>;
  beforeEach(async () => {
    observed = [];
    gate = Promise.resolve();
    const sleep = async (_: number, signal: AbortSignal) => {
      await Promise.race([gate, new Promise((resolve) => signal.addEventListener('abort', resolve))]);
      await setTimeout(1);
    };
    local = await running({
      buses: [orders],
      archives: [archive],
      rules,
      sleep,
      observe: (event) => observed.push(event),
    });
  });
  afterEach(() => local.stop());

  const minute = (n: number) => new Date(Date.parse('2026-07-10T12:00:00Z') + n * 60_000);
  /** Puts an event into each minute, and forgets what it caused. */
  async function put(...minutes: readonly number[]) {
    for (const n of minutes) {
      const Detail = `{"n":${n}.50,"odd":${n % 2 === 1}}`;
      const entry = { EventBusName: 'orders', Source: 'shop', DetailType: 'placed', Detail, Time: minute(n) };
      await local.client.send(new PutEventsCommand({ Entries: [entry] }));
    }
    await local.bridge.idle();
    observed.length = 0;
    return local.sent.splice(0);
  }
  const start = (changes: Partial<StartReplayCommandInput> = {}) =>
    local.client.send(
      new StartReplayCommand({
        ReplayName: 'again',
        EventSourceArn: archive.arn,
        EventStartTime: minute(0),
        EventEndTime: minute(60),
        Destination: { Arn: orders.arn },
        ...changes,
      }),
    );
  const described = (ReplayName = 'again') => local.client.send(new DescribeReplayCommand({ ReplayName }));
  async function ended(name = 'again') {
    for (;;) {
      const replay = await described(name);
      if (replay.ReplayEndTime) return replay;
      await setTimeout(5);
    }
  }
  const replayed = (arn: string) =>
    local.sent.filter((sent) => sent.arn === arn).map(({ body }) => JSON.parse(body).detail.n);

  it('sends the events of its window to the rules they match, from its start and before its end, oldest first', async () => {
    await put(3, 2, 0, 1);

    await start({ EventStartTime: minute(1), EventEndTime: minute(3) });
    await ended();

    assert.deepEqual([replayed('all'), replayed('odd')], [[1.5, 2.5], [1.5]]);
  });

  it('sends each as it was, with its id and every digit, and the name of the replay', async () => {
    const [before] = await put(0);

    await start();
    await ended();

    const [sent] = local.sent;
    assert.equal(sent?.body, `${before?.body.slice(0, -1)},"replay-name":"again"}`);
    assert(sent?.body.includes('"n":0.50'));
  });

  it('does not reach a rule that wants no replays, nor the archive once more', async () => {
    await put(0);

    await start();
    await ended();

    assert.deepEqual(replayed('live'), []);
    const { EventCount } = await local.client.send(new DescribeArchiveCommand({ ArchiveName: 'orders' }));
    assert.equal(EventCount, 1);
  });

  it('reaches the rules that it is for alone, and of them those that match', async () => {
    await put(0, 1);

    await start({ Destination: { Arn: orders.arn, FilterArns: [String(odd)] } });
    await ended();

    assert.deepEqual(
      local.sent.map(({ arn }) => arn),
      ['odd'],
    );
  });

  it('counts as any event does', async () => {
    await put(0);

    await start({ Destination: { Arn: orders.arn, FilterArns: [String(all)] } });
    await ended();
    await local.bridge.idle();

    assert.deepEqual(
      observed.map(({ kind }) => kind),
      ['match', 'attempt', 'success'],
    );
  });

  it('goes from STARTING over RUNNING to COMPLETED, and says how far it is', async () => {
    await put(...Array.from({ length: 50 }, (_, n) => n));
    let open = (_?: unknown) => {};
    const closed = () => {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    };
    closed();
    const begun = await start({ Description: 'after the outage' });
    const first = await described();
    open();
    closed();
    while ((await described()).State === 'STARTING') await setTimeout(1);
    const second = await described();
    open();
    const last = await ended();

    assert.equal(begun.State, 'STARTING');
    assert.deepEqual(
      [first, second, last].map(({ State, EventLastReplayedTime }) => [State, EventLastReplayedTime]),
      [
        ['STARTING', undefined],
        ['RUNNING', minute(19)],
        ['COMPLETED', minute(49)],
      ],
    );
    const { $metadata, ReplayEndTime, ...rest } = last;
    assert.deepEqual(rest, {
      ReplayName: 'again',
      ReplayArn: 'arn:aws:events:eu-west-1:000000000000:replay/again',
      Description: 'after the outage',
      EventSourceArn: archive.arn,
      Destination: { Arn: orders.arn },
      State: 'COMPLETED',
      EventStartTime: minute(0),
      EventEndTime: minute(60),
      EventLastReplayedTime: minute(49),
      ReplayStartTime: begun.ReplayStartTime,
    });
  });

  it('of nothing is COMPLETED', async () => {
    await start();
    assert.equal((await ended()).State, 'COMPLETED');
  });

  it('can be cancelled until it has ended, and sends nothing more', async () => {
    await put(0);
    gate = new Promise(() => {});
    await start();

    const cancelled = await local.client.send(new CancelReplayCommand({ ReplayName: 'again' }));

    assert.equal(cancelled.State, 'CANCELLING');
    assert.equal((await ended()).State, 'CANCELLED');
    assert.deepEqual(local.sent, []);
    await assert.rejects(local.client.send(new CancelReplayCommand({ ReplayName: 'again' })), {
      name: 'IllegalStatusException',
    });
  });

  it('is one of ten at once', async () => {
    gate = new Promise(() => {});
    for (let n = 0; n < 10; n += 1) await start({ ReplayName: `r${n}` });
    await assert.rejects(start({ ReplayName: 'r10' }), { name: 'LimitExceededException' });
  });

  for (const [what, changes, expected] of [
    [
      'an archive that there is not',
      { EventSourceArn: `${archive.arn}-eu` },
      {
        name: 'ValidationException',
        message: 'Parameter EventSourceArn is not valid. Reason: Archive orders-eu does not exist.',
      },
    ],
    [
      'a bus that there is not',
      { Destination: { Arn: `${orders.arn}-eu` } },
      { name: 'ResourceNotFoundException', message: 'Event bus orders-eu does not exist.' },
    ],
    [
      'another bus',
      { Destination: { Arn: 'arn:aws:events:eu-west-1:000000000000:event-bus/default' } },
      {
        name: 'ValidationException',
        message: 'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
      },
    ],
    [
      'a rule that there is not',
      { Destination: { Arn: orders.arn, FilterArns: ['rule'] } },
      {
        name: 'ValidationException',
        message: 'Parameter Destination.FilterArns is not valid. Reason: Rule rule does not exist on the event bus.',
      },
    ],
    [
      'a window that ends where it begins',
      { EventEndTime: minute(0) },
      {
        name: 'ValidationException',
        message: 'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
      },
    ],
    ['a name with a blank', { ReplayName: 'a b' }, { name: 'ValidationException' }],
  ] as const) {
    it(`is refused with ${what}`, () => assert.rejects(start(changes as Partial<StartReplayCommandInput>), expected));
  }

  it('has a name of its own', async () => {
    await start();
    await assert.rejects(start(), {
      name: 'ResourceAlreadyExistsException',
      message: 'Replay again already exists.',
    });
  });

  it('that does not exist is said to', () =>
    assert.rejects(described('x'), { name: 'ResourceNotFoundException', message: 'Replay x does not exist.' }));
});
