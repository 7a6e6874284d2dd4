import assert from 'node:assert/strict';
import { once } from 'node:events';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stringify } from 'yaml';
import { schemes } from '../../tools/senders.ts';
import { type Running, startCli, startJson } from './running.ts';

/** Those whose senders sign no time: nothing that they sent is ever stale. */
const timeless = ['github', 'shopify', 'pagerduty', 'atlassian', 'intercom'];

describe('a stack of every scheme', () => {
  const stack = `every-scheme-${process.pid}`;
  const file = join(import.meta.dirname, `../../Pulumi.${stack}.yaml`);
  let run: Running;

  before(async () => {
    const sources = schemes.map((scheme) => ({ name: scheme, scheme }));
    writeFileSync(file, stringify({ config: { 'webhook-bridge:protect': false, 'webhook-bridge:sources': sources } }));
    run = await startJson('--stack', stack);
  });
  after(async () => {
    rmSync(file);
    await run?.stop();
  });

  for (const scheme of schemes) {
    it(`takes from the console what ${scheme} signs, and refuses what is wrong, or stale`, async () => {
      const stale = timeless.includes(scheme) ? 200 : 403;
      const answers = ['signed', 'wrong', 'stale'].map(async (kind) => {
        const answer = await fetch(new URL('deliver', run.console), {
          method: 'POST',
          headers: { 'content-type': 'application/json', origin: new URL(run.console).origin },
          body: JSON.stringify({ source: scheme, kind }),
        });
        return JSON.parse(await answer.text()).status;
      });

      assert.deepEqual(await Promise.all(answers), [200, 401, stale]);
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
    assert.deepEqual([...new Set(steps.map(({ source }) => source))].sort(), [...schemes].sort());
    assert.equal(status, 0);
  });
});
