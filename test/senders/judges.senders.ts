import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { schemes } from '../../function/sources/schemes.ts';
import { address } from '../function/sources/deliveries-of-schemes.ts';
import { seed } from '../property/seed.ts';
import {
  altered,
  isReadHere,
  isTakenHere,
  isTakenThere,
  outOfTime,
  signedHere,
  signedThere,
  toleranceOf,
  wrongsOf,
} from './deliveries.ts';
import { times } from './generated.ts';
import type { Secret, Sent, Unsigned, Verdicts, Wrong } from './judge.ts';
import { judges, unjudged } from './judges/judges.ts';
import { describeWithPackages } from './with-packages.ts';

it('every scheme has a judge, or a reason why it has none', () => {
  const judged = new Set(judges.map(({ scheme }) => scheme));
  assert.deepEqual([...judged, ...Object.keys(unjudged)].sort(), schemes.map(({ name }) => name).sort());
});

for (const judge of judges) {
  const { scheme, kind, package: name, isSentHere = true, numRuns = 2_000 } = judge;
  const title = kind === undefined ? scheme : `${scheme}, ${kind}`;

  describeWithPackages(`${title}: the package ${name}, ${numRuns} deliveries each`, function () {
    this.timeout(120_000);
    let verdicts: Verdicts;
    before(async () => {
      verdicts = await judge.load();
      mock.timers.enable({ apis: ['Date'] });
      // One of them writes each event down.
      mock.method(console, 'debug', () => {});
    });
    after(() => {
      mock.timers.reset();
      mock.restoreAll();
    });

    /** A secret, a delivery to be signed, and when it is received, somewhere in its time. */
    const deliveries = fc
      .tuple(judge.secrets, judge.bodies, times, fc.double({ min: -1, max: 1, noNaN: true }))
      .chain(([secret, bodyAt, now, lateness]) => {
        const body = bodyAt(now);
        // Of the second in which it was sent nobody knows the part.
        const at = now + Math.round(lateness * (toleranceOf(judge) - 2) * 1_000);
        return (judge.urls?.(body) ?? fc.constant(address)).map((url) => ({
          secret,
          at,
          delivery: { url, body, now },
        }));
      });

    /** The package has one clock, which is that of the process. */
    async function isTakenByBoth(sent: Sent, secret: string, at: number): Promise<readonly [boolean, boolean]> {
      mock.timers.setTime(at);
      return [await isTakenThere(verdicts.verifies, sent, secret), await isTakenHere(judge, sent, secret, at)];
    }

    function signedByPackage(delivery: Unsigned, secret: Secret): Promise<Sent> {
      const { signs = assert.fail(`${name} only verifies`) } = verdicts;
      return signedThere(judge, signs, delivery, secret);
    }

    if (isSentHere) {
      it('takes what tools/senders sign, and so does function/', async () => {
        await fc.assert(
          fc.asyncProperty(deliveries, async ({ secret, at, delivery }) => {
            const sent = signedHere(judge, delivery, secret);
            assert.deepEqual(await isTakenByBoth(sent, secret.shown, at), [true, true]);
          }),
          { seed, numRuns },
        );
      });
    }

    if (!judge.onlyVerifies) {
      it('signs what it takes, and so does function/', async () => {
        await fc.assert(
          fc.asyncProperty(deliveries, async ({ secret, at, delivery }) => {
            const sent = await signedByPackage(delivery, secret);
            assert.deepEqual(await isTakenByBoth(sent, secret.shown, at), [true, true]);
          }),
          { seed, numRuns },
        );
      });
    }

    const wrongDeliveries = (wrongs: readonly Wrong[]) =>
      fc.tuple(
        deliveries,
        fc.record({
          wrong: fc.constantFrom(...wrongs),
          other: judge.secrets,
          place: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        }),
      );

    function bothSay(wrongs: readonly Wrong[], expected: readonly [there: boolean, here: boolean]): Promise<void> {
      return fc.assert(
        fc.asyncProperty(wrongDeliveries(wrongs), async ([{ secret, at, delivery }, { wrong, other, place }]) => {
          const right = isSentHere ? signedHere(judge, delivery, secret) : await signedByPackage(delivery, secret);
          const isOfAge = wrong === 'stale' || wrong === 'early';
          // Nobody reads a time in what cannot be read.
          fc.pre(other.shown !== secret.shown && (!isOfAge || (await isReadHere(judge, right, secret.shown, at))));
          const { shown } = wrong === 'another secret' ? other : secret;
          const receivedAt = isOfAge ? outOfTime(judge, wrong, delivery.now) : at;

          const outcomes = await isTakenByBoth(altered(judge, right, wrong, place), shown, receivedAt);

          assert.deepEqual(outcomes, expected, wrong);
        }),
        { seed, numRuns },
      );
    }
    const isLax = (wrong: Wrong) => judge.lax?.[wrong] !== undefined;
    const strict = wrongsOf(judge).filter((wrong) => !isLax(wrong));

    it(`refuses what is wrong, and so does function/: ${strict.join(', ')}`, () => bothSay(strict, [false, false]));

    for (const wrong of wrongsOf(judge).filter(isLax)) {
      it(`takes what is ${wrong}, and function/ does not: ${judge.lax?.[wrong]}`, () =>
        bothSay([wrong], [true, false]));
    }
  });
}
