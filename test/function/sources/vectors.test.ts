import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { schemeOf, verifyBy } from './deliveries-of-schemes.ts';
import { ownSchemes } from './own-schemes.ts';

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

  it("holds for a stack's own description of its sender: Slack documentation, verifying requests", async () => {
    const scheme = ownSchemes.find(({ name }) => name === 'like-slack');
    assert(scheme);
    const headers = {
      'x-slack-request-timestamp': '1531420618',
      'x-slack-signature': 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    };
    const body = Buffer.from(
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c',
    );

    assert.equal(await verifyBy(scheme, { headers, body }, ['8f742231b10e8888abcd99yyyzzz85a5']), 'verified');
  });
});
