import assert from 'node:assert/strict';
import { schemes } from '../../../function/sources/schemes.ts';
import { handshakeOf } from '../../../tools/senders.ts';
import { receivedAt } from '../harness/deliveries.ts';
import { signedUrl, sourceOf } from './source-of-scheme.ts';

const verifyToken = 'a-token-of-our-own';

/** A source that has been asked by its sender, and what that wants to be answered. */
async function shaken(scheme: string, change: { readonly query?: string } = {}, settings = {}) {
  const source = sourceOf(scheme, { verifyToken, ...settings });
  const request = handshakeOf(scheme, source.secret, receivedAt, signedUrl, verifyToken);
  assert(request);
  const { method, query, headers = {}, body = '', answer: wanted } = request;
  const answer = await source.deliver({ method, headers, body, query: query.slice(1), ...change });
  return { ...source, answer, wanted };
}

describe('handshake', () => {
  const asking = schemes.filter(({ handshakes, subscription }) => handshakes ?? subscription);

  for (const { name } of asking) {
    it(`of ${name} is answered as it wants, is counted, and becomes no event`, async () => {
      const { answer, wanted, entries, telemetry } = await shaken(name);

      assert.equal(answer.statusCode, wanted.status);
      assert.equal(answer.body ?? '', wanted.body);
      assert.deepEqual(entries, []);
      const [record] = telemetry.records;
      assert.equal(record?.outcome, 'handshake');
      assert.equal(record?.status, wanted.status);
      assert.equal(record?.scheme, name);
    });
  }

  for (const { name } of asking.filter(({ handshakes }) => handshakes)) {
    it(`of ${name} is refused without its signature, and when it is stale`, async () => {
      const source = sourceOf(name);
      const request = (at: number) => handshakeOf(name, source.secret, at, signedUrl, verifyToken);
      const { headers = {}, body = '' } = request(receivedAt) ?? assert.fail();
      const unsigned = Object.fromEntries(Object.keys(headers).map((header) => [header, undefined]));

      const answers = [
        await source.deliver({ headers: { ...headers, ...unsigned, 'content-type': 'application/json' }, body }),
        await source.deliver({ ...request(receivedAt - 960_000) }),
      ];

      assert.deepEqual(
        answers.map(({ statusCode }) => statusCode),
        [401, 403],
      );
    });
  }

  it('is answered as text that no browser takes for a page', async () => {
    const { answer } = await shaken('slack');

    assert.deepEqual(answer.headers, { 'content-type': 'text/plain', 'x-content-type-options': 'nosniff' });
  });

  it('with a challenge that is none is an ordinary delivery', async () => {
    for (const challenge of ['<script>', '', 'x'.repeat(1_025), 7]) {
      const { deliver, entries } = sourceOf('slack', { maxDeliveryBytes: 2_000 });

      const answer = await deliver({ body: JSON.stringify({ type: 'url_verification', challenge }) });

      assert.equal(answer.statusCode, 200);
      assert.equal(entries[0]?.DetailType, 'url_verification');
    }
  });

  it('of Zoom without a token is an ordinary delivery', async () => {
    const { deliver, entries } = sourceOf('zoom');

    assert.equal((await deliver({ body: '{"event":"endpoint.url_validation"}' })).statusCode, 200);
    assert.equal(entries[0]?.DetailType, 'endpoint.url_validation');
  });

  describe('by GET', () => {
    const asked = (query: string, settings = {}) => shaken('meta', { query }, settings);
    const right = `hub.mode=subscribe&hub.verify_token=${verifyToken}&hub.challenge=1158201444`;

    it('is answered with the challenge to whoever shows the token', async () => {
      const { answer } = await asked(right);

      assert.deepEqual([answer.statusCode, answer.body], [200, '1158201444']);
    });

    it('is refused with another token, or none, and where the source has none', async () => {
      const none = { verifyToken: undefined };
      for (const { answer, telemetry } of [
        await asked(right.replace(verifyToken, 'another')),
        await asked('hub.mode=subscribe&hub.challenge=1'),
        await asked(right, none),
        await asked('hub.mode=subscribe&hub.verify_token=&hub.challenge=1', none),
      ]) {
        assert.equal(answer.statusCode, 401);
        assert.equal(telemetry.records[0]?.reason, 'wrong-signature');
      }
    });

    it('is a wrong method without the mode, without a challenge, and of another scheme', async () => {
      const other = await sourceOf('github', { verifyToken }).deliver({ method: 'GET', query: right, body: '' });
      const { answer: withoutMode } = await asked('a=1');
      const { answer: withoutChallenge } = await asked(`hub.mode=subscribe&hub.verify_token=${verifyToken}`);

      assert.deepEqual([other.statusCode, withoutMode.statusCode, withoutChallenge.statusCode], [405, 405, 405]);
    });
  });
});
