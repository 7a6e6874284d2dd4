import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parse, stringify } from 'yaml';
import { type Running, secretOf, startCli, startJson, takeEvents } from './running.ts';

const root = join(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/senders.md'), 'utf8');
const [, example = ''] = /^## Your own sender$.*?^```yaml\n([^`]*)^```/ms.exec(page) ?? [];

describe('a stack with schemes of its own', () => {
  const stack = `own-schemes-${process.pid}`;
  const file = join(root, `Pulumi.${stack}.yaml`);
  let run: Running;

  before(async () => {
    const { 'webhook-bridge:sources': sources, 'webhook-bridge:schemes': schemes } = parse(example);
    const publicKey = {
      signature: { header: 'X-Signature-Ed25519', algorithm: 'ed25519', key: 'hex' },
      signed: ['timestamp', 'body'],
      timestamp: { header: 'X-Signature-Timestamp' },
    };
    const config = {
      'webhook-bridge:protect': false,
      'webhook-bridge:sources': [
        ...sources,
        { name: 'public-key', scheme: 'public-key' },
        { name: 'shipped', scheme: 'github' },
      ],
      'webhook-bridge:schemes': { ...schemes, 'public-key': publicKey },
    };
    writeFileSync(file, stringify({ config }));
    run = await startJson('--stack', stack);
  });
  after(async () => {
    rmSync(file, { force: true });
    await run?.stop();
  });

  it('puts on the bus what their sender signs, by itself', async () => {
    const sentAt = Math.floor(Date.now() / 1000);
    const body = '{"event":{"type":"order.paid"},"total":12.50}';
    const signature = createHmac('sha256', await secretOf(run))
      .update(`delivery-1.${sentAt}.${body}`)
      .digest('hex');

    const { status } = await fetch(run.source.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'acme-delivery': 'delivery-1',
        'acme-signature': `t=${sentAt},v1=${signature}`,
      },
      body,
    });

    assert.equal(status, 200);
    const [event] = await takeEvents(run);
    assert.equal(event?.source, 'webhook.orders');
    assert.equal(event['detail-type'], 'order.paid');
    const { scheme, senderId, senderIdSigned, sentAt: said } = event.detail.metadata;
    assert.deepEqual(
      { scheme, senderId, senderIdSigned, said },
      { scheme: 'acme', senderId: 'delivery-1', senderIdSigned: true, said: new Date(sentAt * 1000).toISOString() },
    );
  });

  for (const source of ['orders', 'public-key']) {
    it(`takes from the console what ${source} signs, and refuses what is wrong, or stale`, async () => {
      const answers = ['signed', 'signed', 'wrong', 'stale'].map(async (kind) => {
        const answer = await fetch(new URL('deliver', run.console), {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: new URL(run.console).origin },
          body: JSON.stringify({ source, kind }),
        });
        return JSON.parse(await answer.text()).status;
      });

      assert.deepEqual(await Promise.all(answers), [200, 200, 401, 403]);
    });
  }

  it('passes --once, source by source', async () => {
    const child = startCli('--once', '--json', '--stack', stack);
    const [out, [status]] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'exit')]);

    const steps = out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      steps.filter(({ ok }) => !ok),
      [],
    );
    assert.deepEqual([...new Set(steps.map(({ source }) => source))], ['orders', 'public-key', 'shipped']);
    assert.equal(status, 0);
  });
});
