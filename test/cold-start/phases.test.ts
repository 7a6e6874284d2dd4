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

  it('sum to within 3 % of the time from the start of the process to its first answer, in 50 of 50', async () => {
    const folder = unpacked(await functionFiles());
    const deviations: number[] = [];
    for (let count = 0; count < 50; count += 1) {
      const { outsideMs, account } = await observed(functionConfiguration(folder), { AWS_ENDPOINT_URL: aws.endpoint });
      const sum = phases.reduce((before, phase) => before + account[phase], 0);
      deviations.push(Math.abs(1 - sum / outsideMs));
    }
    rmSync(folder, { recursive: true });

    deviations.sort((left, right) => left - right);
    const percent = (index: number) => `${(100 * (deviations[index] ?? 0)).toFixed(2)} %`;
    console.log(`      deviation: median ${percent(24)}, largest ${percent(49)}`);
    assert.ok((deviations.at(-1) ?? 1) <= 0.03, `median ${percent(24)}, largest ${percent(49)}`);
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
      const median = (name: keyof Account) =>
        accounts.map((account) => account[name]).sort((left, right) => left - right)[2] ?? Number.NaN;
      const [first] = accounts;
      assert.ok(first);
      // Each name of an account, with a number.
      return Object.fromEntries([...phases, ...parts].map((name) => [name, median(name)])) as Account;
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
