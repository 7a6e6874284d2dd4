import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { phases } from '../../function/cold-start.ts';
import { type AwsServer, entryAccepted } from '../function/aws-server.ts';
import { currentSecret } from '../function/deliveries.ts';
import {
  type Account,
  accountOf,
  answeringAws,
  type BundledFunction,
  bundledFunction,
  type Files,
  functionConfiguration,
  functionFiles,
  unpacked,
} from './bundled-function.ts';
import { observed } from './outside.ts';

const parts = ['secret', 'connect'] as const;

/** How far the sum of the phases may be from the time that they account for. */
const bound = 0.03;
const isWithin = (share: number) => share <= bound;

/** Milliseconds by which one thing at a time is slowed. */
const delay = 200;

describe('phases of a cold start', function () {
  this.timeout(60_000);
  let aws: AwsServer;

  beforeEach(async () => {
    aws = await answeringAws();
  });
  afterEach(() => aws.close());

  /** Lets AWS take as many milliseconds as a call takes in the benchmark, and within a region. */
  function answerAfter(afterMs: number): void {
    aws.answer('GetSecretValue', { json: { SecretString: currentSecret }, afterMs });
    aws.answer('connect', { json: {}, afterMs });
    aws.answer('PutEvents', { ...entryAccepted, afterMs });
  }

  // The clock of a process begins some 2.5 ms after its spawn, when the linker is done, and nothing inside it knows how
  // many; so the bound is on the time from there, and what the spawn adds is shown beside it. A phase left out would
  // move the median; the largest of 50 says how busy the machine was between the account and the answer: two of them may
  // have met another process there.
  it('sum to within 3 % of the time from the start of its clock to its first answer', async function () {
    answerAfter(5);
    const folder = unpacked(await functionFiles());
    const deviations: number[] = [];
    const fromSpawn: number[] = [];
    for (let count = 0; count < 50; count += 1) {
      const { fromOriginMs, fromSpawnMs, account } = await observed(functionConfiguration(folder), {
        AWS_ENDPOINT_URL: aws.endpoint,
      });
      const sum = phases.reduce((before, phase) => before + account[phase], 0);
      deviations.push(Math.abs(1 - sum / fromOriginMs));
      fromSpawn.push(Math.abs(1 - sum / fromSpawnMs));
    }
    rmSync(folder, { recursive: true });

    const shown = `${spread(deviations)}; from the spawn ${spread(fromSpawn)}`;
    if (this.test) this.test.title += ` (${shown})`;
    assert.ok(median(deviations) <= bound && deviations.filter(isWithin).length >= 48, shown);
  });

  describe(`slowed by ${delay} ms one thing at a time`, () => {
    /** One cold start of each, in turn: a machine that gets busier does so for all. */
    async function inTurn(functions: readonly BundledFunction[]): Promise<readonly Account[]> {
      const accounts: Account[] = [];
      for (const bundled of functions) {
        await bundled.host.recycle();
        const delivered = await bundled.deliver();
        assert.equal(delivered.answer.statusCode, 200);
        accounts.push(accountOf(delivered));
      }
      return accounts;
    }

    /** By how much each phase and part is longer than without delay: the least of 5 each, as other work only adds. */
    async function moved(files: Files): Promise<Account> {
      const functions = [bundledFunction(await functionFiles(), asItIs.endpoint), bundledFunction(files, aws.endpoint)];
      const rounds: (readonly Account[])[] = [];
      for (let count = 0; count < 5; count += 1) rounds.push(await inTurn(functions));
      for (const bundled of functions) await bundled.close();
      const least = (index: number, name: keyof Account) =>
        Math.min(...rounds.map((accounts) => accounts[index]?.[name] ?? Number.NaN));
      const names = [...phases, ...parts];
      // Each name of an account, with a number.
      return Object.fromEntries(names.map((name) => [name, least(1, name) - least(0, name)])) as Account;
    }

    const slowed: Readonly<
      Record<string, { readonly moves: readonly string[]; readonly slow: () => Promise<Files> | Files }>
    > = {
      'the fetch of the secret': {
        moves: ['secret', 'warmup'],
        slow: () => {
          aws.answer('GetSecretValue', { json: { SecretString: currentSecret }, afterMs: delay });
          return functionFiles();
        },
      },
      'the connection to EventBridge': {
        moves: ['connect', 'warmup'],
        slow: () => {
          aws.answer('connect', { json: {}, afterMs: delay });
          return functionFiles();
        },
      },
      'the evaluation of the SDK': {
        moves: ['sdk'],
        slow: async () => {
          const files = await functionFiles();
          const wait = Buffer.from(`{const end=performance.now()+${delay};while(performance.now()<end);}`);
          return { ...files, 'sdk.cjs': Buffer.concat([wait, files['sdk.cjs'] ?? Buffer.alloc(0)]) };
        },
      },
      'the publication': {
        moves: ['publish'],
        slow: () => {
          aws.answer('PutEvents', { ...entryAccepted, afterMs: delay });
          return functionFiles();
        },
      },
    };
    let asItIs: AwsServer;

    before(async () => {
      asItIs = await answeringAws();
    });
    after(() => asItIs.close());

    for (const [thing, { moves, slow }] of Object.entries(slowed)) {
      it(`${thing} moves ${moves.join(' and ')} by as much and nothing else`, async () => {
        for (const [name, by] of Object.entries(await moved(await slow()))) {
          const said = `${name} moved by ${by.toFixed(1)} ms`;
          if (moves.includes(name)) assert.ok(Math.abs(by - delay) <= 30, said);
          else assert.ok(Math.abs(by) <= 60, said);
        }
      });
    }
  });
});

function spread(shares: readonly number[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const within = shares.filter(isWithin).length;
  return `median ${percent(median(shares))}, largest ${percent(Math.max(...shares))}, ${within} of ${shares.length} within 3 %`;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
