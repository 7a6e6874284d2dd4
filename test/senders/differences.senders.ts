import assert from 'node:assert/strict';
import { mock } from 'node:test';
import fc from 'fast-check';
import { newSecret, senderOf } from '../../tools/senders.ts';
import { address, schemeOf, verifyBy } from '../function/sources/deliveries-of-schemes.ts';
import { isTakenHere, isTakenThere, signedHere } from './deliveries.ts';
import { type Difference, now, takenHereAlone, takenThereAlone } from './differences.ts';
import type { Judge } from './judge.ts';
import { judges } from './judges/judges.ts';
import type { Webhook } from './judges/standard-webhooks.ts';
import { load } from './packages/load.ts';
import { describeWithPackages } from './with-packages.ts';

describeWithPackages('where the packages of the senders and function/ differ', () => {
  before(() => {
    mock.timers.enable({ apis: ['Date'], now });
    mock.method(console, 'debug', () => {});
  });
  after(() => {
    mock.timers.reset();
    mock.restoreAll();
  });

  for (const difference of takenThereAlone) {
    const { package: name, scheme, what, why } = difference;
    it(`${name} takes for ${scheme} ${what}, and function/ does not: ${why}`, async () => {
      assert.deepEqual(await verdictsOn(difference), { there: true, here: false });
    });
  }

  for (const difference of takenHereAlone) {
    const { package: name, scheme, what, why } = difference;
    it(`function/ takes for ${scheme} ${what}, and ${name} does not: ${why}`, async () => {
      assert.deepEqual(await verdictsOn(difference), { there: false, here: true });
    });
  }

  it('standardwebhooks takes bytes that are no UTF-8 for the text that Node makes of them, and function/ does not', async () => {
    const { Webhook } = await load<{ readonly Webhook: Webhook }>('standardwebhooks');
    const secret = newSecret('standard-webhooks');
    const { headers } = signedHere(
      { scheme: 'standard-webhooks' },
      { url: address, body: '{"a":"\uFFFD"}', now },
      { shown: secret, signing: secret },
    );
    const body = Buffer.concat([Buffer.from('{"a":"'), Buffer.of(0xff), Buffer.from('"}')]);

    assert.doesNotThrow(() => new Webhook(secret).verify(body, headers));
    assert.equal(await verifyBy(schemeOf('standard-webhooks'), { headers, body }, [secret]), 'wrong-signature');
  });
});

async function verdictsOn({ secret: own, body, change, ...difference }: Difference) {
  const judge = judgeOf(difference);
  const [generated = assert.fail()] = fc.sample(judge.secrets, { seed: 1, numRuns: 1 });
  const secret = own ?? generated;
  const { verifies } = await judge.load();
  const signed = (text: string) => signedHere(judge, { url: address, body: text, now }, secret);
  const text = body ?? senderOf(judge.scheme, address)(newSecret(judge.scheme), now).body;
  const received = change(signed(text), secret.shown);
  return {
    there: await isTakenThere(verifies, received, secret.shown),
    here: await isTakenHere(judge, received, secret.shown, now),
  };
}

function judgeOf(difference: Pick<Difference, 'scheme' | 'kind' | 'package'>): Judge {
  const { scheme, kind, package: name } = difference;
  const judge = judges.find((one) => one.scheme === scheme && one.package === name && (!kind || one.kind === kind));
  return judge ?? assert.fail(`${name} judges no ${scheme}`);
}
