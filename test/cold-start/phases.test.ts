import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { phases } from '../../function/init/phases.ts';
import { type AwsServer, entryAccepted } from '../function/harness/aws-server.ts';
import { currentSecret } from '../function/harness/deliveries.ts';
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

/** How far the sum of the phases may be from the time that they account for. */
const bound = 0.03;
const isWithin = (share: number) => share <= bound;

/** In milliseconds: six times what all else of a cold start takes together. */
const delay = 600;

describe('phases of a cold start', function () {
  this.timeout(300_000);
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
  // many; so the bound is on the time from there, and what the spawn adds is shown beside it. A phase left out would be
  // missing from every sum. Other processes only add, between the account and the answer: two of fifty in a row may have
  // met one there, and on a machine where more do, more are taken until fifty have not.
  it('sum to within 3 % of the time from the start of its clock to its first answer', async function () {
    answerAfter(5);
    const folder = unpacked(await functionFiles());
    const deviations: number[] = [];
    const fromSpawn: number[] = [];
    const isGood = () => deviations.length >= 50 && deviations.slice(-50).filter(isWithin).length >= 48;
    for (const end = performance.now() + 200_000; !isGood() && performance.now() < end; ) {
      const { fromOriginMs, fromSpawnMs, account } = await observed(functionConfiguration(folder), {
        AWS_ENDPOINT_URL: aws.endpoint,
      });
      const sum = phases.reduce((before, phase) => before + account[phase], 0);
      deviations.push(Math.abs(1 - sum / fromOriginMs));
      fromSpawn.push(Math.abs(1 - sum / fromSpawnMs));
    }
    rmSync(folder, { recursive: true });

    const [last, lastFromSpawn] = [deviations, fromSpawn].map((all) => spread(all.slice(-50)));
    const shown = `${last}, after ${deviations.length} cold starts; from the spawn ${lastFromSpawn}`;
    if (this.test) this.test.title += ` (${shown})`;
    assert.ok(isGood(), shown);
  });

  describe(`of which one thing at a time takes ${delay} ms longer`, () => {
    /** Each phase and part of several cold starts at its shortest, as other work only adds: so many as are needed, but no more than ten. */
    async function shortest(files: Files, isEnough: (account: Account) => boolean): Promise<Account> {
      const bundled = bundledFunction(files, aws.endpoint);
      const accounts: Account[] = [];
      const least = () => {
        const names = [...phases, ...parts].map((name) => [name, Math.min(...accounts.map((one) => one[name]))]);
        // Each name of a phase or part, with a number.
        return Object.fromEntries(names) as Account;
      };
      for (let tries = 0; tries < 10 && !isEnough(least()); tries += 1) {
        await bundled.host.recycle();
        const delivered = await bundled.deliver();
        // A machine that stalls may have let the time for it pass.
        if (delivered.answer.statusCode === 200) accounts.push(accountOf(delivered));
      }
      await bundled.close();
      return least();
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

    for (const [thing, { moves, slow }] of Object.entries(slowed)) {
      it(`${thing} has ${moves.join(' and ')} last so long, and nothing else`, async () => {
        const wrong = (account: Account) =>
          Object.entries(account).filter(([name, took]) =>
            // Timers may be a millisecond early.
            moves.includes(name) ? took < delay - 1 || took > 2 * delay : took > delay / 3,
          );

        assert.deepEqual(wrong(await shortest(await slow(), (account) => wrong(account).length === 0)), []);
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
