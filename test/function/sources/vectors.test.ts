import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemeOf, verifyBy } from './deliveries-of-schemes.ts';

interface Vector {
  readonly scheme: string;
  /** Where it was published. */
  readonly source: string;
  readonly secret: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The address that it was sent to, if that is signed. */
  readonly url?: string;
  readonly valid: boolean;
}

const vectors: readonly Vector[] = JSON.parse(readFileSync(join(import.meta.dirname, 'vectors.json'), 'utf8'));

describe('a signature that its sender published', () => {
  for (const { scheme, source, secret, headers, body, url, valid } of vectors) {
    it(`${valid ? 'holds' : 'does not hold'}: ${scheme}, ${source}`, async () => {
      const outcome = await verifyBy(
        schemeOf(scheme),
        { headers, body: Buffer.from(body), ...(url !== undefined && { url }) },
        [secret],
      );

      assert.equal(outcome, valid ? 'verified' : 'wrong-signature');
    });
  }

  it('holds under the header names of Svix too', async () => {
    const vector = vectors.find(({ scheme }) => scheme === 'standard-webhooks');
    assert(vector);
    const names = Object.entries(vector.headers).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]);
    const delivery = { headers: Object.fromEntries(names), body: Buffer.from(vector.body) };

    assert.equal(await verifyBy(schemeOf('svix'), delivery, [vector.secret]), 'verified');
    assert.equal(await verifyBy(schemeOf('standard-webhooks'), delivery, [vector.secret]), 'malformed-signature');
  });
});
