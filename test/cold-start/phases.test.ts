import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { phases } from '../../function/cold-start.ts';
import { type AwsServer, entryAccepted, secretVersions } from '../function/aws-server.ts';
import { currentSecret } from '../function/deliveries.ts';
import {
  type Account,
  accountOf,
  answeringAws,
  bundledFunction,
  type Files,
  functionConfiguration,
  functionFiles,
  unpacked,
} from './bundled-function.ts';
import { observed } from './outside.ts';

const parts = ['secret', 'connect'] as const;

/** Milliseconds by which one thing at a time is slowed. */
const delay = 200;

describe('phases of a cold start', function () {
  this.timeout(60_000);
  let aws: AwsServer;

  beforeEach(async () => {
    aws = await answeringAws();
  });
  afterEach(() => aws.close());

  // The clock of a process begins some 2.5 ms after its spawn, when the linker is done, and nothing inside it knows how
  // many; so the bound is on the time from there, and what the spawn adds is shown beside it. A phase left out would
  // move the median; the largest of 50 says how busy the machine was between the account and the answer.
  it('sum to within 3 % of the time from the start of its clock to its first answer', async function () {
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
    assert.ok(median(deviations) <= 0.03, shown);
  });

  describe(`slowed by ${delay} ms one thing at a time`, () => {
    /** The median of 5 cold starts, phase by phase. */
    async function measured(files: Files): Promise<Account> {
      const bundled = bundledFunction(files, aws.endpoint);
      const accounts: Account[] = [];
      for (let count = 0; count < 5; count += 1) {
        await bundled.host.recycle();
        const delivered = await bundled.deliver();
        assert.equal(delivered.answer.statusCode, 200);
        accounts.push(accountOf(delivered));
      }
      await bundled.close();
      const medianOf = (name: keyof Account) => median(accounts.map((account) => account[name]));
      const [first] = accounts;
      assert.ok(first);
      // Each name of an account, with a number.
      return Object.fromEntries([...phases, ...parts].map((name) => [name, medianOf(name)])) as Account;
    }

    const slowed: Readonly<
      Record<string, { readonly moves: readonly (keyof Account)[]; readonly slow: () => Promise<Files> | Files }>
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
    let asItIs: Account;

    before(async () => {
      aws = await answeringAws();
      aws.answer('GetSecretValue', secretVersions({ current: currentSecret }));
      asItIs = await measured(await functionFiles());
      await aws.close();
    });

    for (const [thing, { moves, slow }] of Object.entries(slowed)) {
      it(`${thing} moves ${moves.join(' and ')} by as much and nothing else`, async () => {
        const account = await measured(await slow());

        for (const name of [...phases, ...parts]) {
          const moved = account[name] - asItIs[name];
          const said = `${name} moved by ${moved.toFixed(1)} ms`;
          if (moves.includes(name)) assert.ok(Math.abs(moved - delay) <= 30, said);
          else assert.ok(Math.abs(moved) <= 60, said);
        }
      });
    }
  });
});

function spread(shares: readonly number[]): string {
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  const within = shares.filter((share) => share <= 0.03).length;
  return `median ${percent(median(shares))}, largest ${percent(Math.max(...shares))}, ${within} of ${shares.length} within 3 %`;
}

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}
