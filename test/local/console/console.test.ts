import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { AwsError } from '../../../local/aws/aws-error.ts';
import { operation, type Service } from '../../../local/aws/service.ts';
import { runningConsole, type TestedConsole } from './running-console.ts';

describe('the console', () => {
  let root: string;
  let console: TestedConsole;

  const service: Service = {
    target: 'Greeter_1',
    invalidInput: 'ValidationException',
    operations: {
      Greet: operation(z.strictObject({ name: z.string() }), ({ name }) => ({ greeting: `hello ${name}` })),
      Refuse: operation(z.object({}), () => {
        throw new AwsError('NoGreeting', 'not today', 403);
      }),
    },
  };

  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'console-'));
    await mkdir(join(root, 'docs'));
    await writeFile(join(root, 'docs/runbook.md'), '# Runbook\n\n## Dead letters\n\n<script>alert(1)</script>\n');
    console = await runningConsole({ services: [service], root });
  });
  after(async () => {
    await console[Symbol.asyncDispose]();
    await rm(root, { recursive: true });
  });

  const page = () => console.send('GET', '/');

  describe('serves its page', () => {
    it('with what the page is to know of the run', async () => {
      const { status, body } = await page();
      const [, run = ''] = /<script id="run" type="application\/json">(.*?)<\/script>/.exec(body) ?? [];
      assert.equal(status, 200);
      assert.equal(JSON.parse(run).logGroup, '/aws/lambda/bridge');
    });

    it('with a policy that runs its own script, applies its own style and asks nobody else', async () => {
      const { headers, body } = await page();
      const [, style = ''] = /<style>(.*?)<\/style>/s.exec(body) ?? [];
      const hash = createHash('sha256').update(style).digest('base64');
      const policy = String(headers['content-security-policy']).split('; ');
      for (const directive of [
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        `style-src 'sha256-${hash}'`,
        "frame-ancestors 'none'",
      ]) {
        assert(policy.includes(directive), directive);
      }
    });

    it('bundled in memory, the script as a module of one file', async () => {
      const { status, headers, body } = await console.send('GET', '/page.js');
      assert.equal(status, 200);
      assert.match(String(headers['content-type']), /^text\/javascript/);
      assert.doesNotMatch(body, /^import /m);
    });

    it('to HEAD without the body', async () => {
      const { status, body } = await console.send('HEAD', '/');
      assert.deepEqual({ status, body }, { status: 200, body: '' });
    });
  });

  it('says of every answer that it is of its own type, for its own page, and not to be kept', async () => {
    for (const path of ['/', '/page.js', '/icon.svg', '/events', '/runbook', '/nothing']) {
      const { headers } = await console.send('GET', path);
      assert.equal(headers['x-content-type-options'], 'nosniff', path);
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin', path);
      assert.equal(headers['cache-control'], 'no-store', path);
      assert.match(String(headers['content-security-policy']), /default-src 'none'/, path);
    }
  });

  describe('refuses', () => {
    const json = { 'content-type': 'application/json' };
    const greet = '/aws/Greeter_1.Greet';

    it('a name other than 127.0.0.1 and localhost, as DNS rebinding would bring along', async () => {
      for (const host of ['evil.example', 'evil.example:3001', '127.0.0.1.evil.example', 'localhost.evil.example']) {
        assert.equal((await console.send('GET', '/', { host })).status, 403, host);
      }
      for (const host of ['127.0.0.1:8080', 'localhost', 'localhost:3001']) {
        assert.equal((await console.send('GET', '/', { host })).status, 200, host);
      }
    });

    it('a POST from another page, or from none', async () => {
      for (const origin of ['http://evil.example', 'http://127.0.0.1:1', 'https://localhost', 'null']) {
        const { status } = await console.send('POST', greet, { origin, ...json }, '{"name":"Ada"}');
        assert.equal(status, 403, origin);
      }
      assert.equal((await console.send('POST', greet, json, '{"name":"Ada"}')).status, 403);
    });

    it('a POST of a type that any page may send', async () => {
      const { origin } = new URL(console.url);
      const { status } = await console.send('POST', greet, { origin, 'content-type': 'text/plain' }, '{"name":"Ada"}');
      assert.equal(status, 415);
    });

    it('a body that is no JSON', async () => {
      const { origin } = new URL(console.url);
      assert.equal((await console.send('POST', greet, { origin, ...json }, '{')).status, 400);
    });

    it('a path that it does not have', async () => {
      for (const path of ['/nothing', '/..%2fpackage.json', '/page.js/x', '/aws/']) {
        assert.equal((await console.send('GET', path)).status, 404, path);
      }
    });
  });

  describe('calls AWS', () => {
    it('by the very operations behind the endpoint', async () => {
      const { status, body } = await console.post('/aws/Greeter_1.Greet', { name: 'Ada' });
      assert.deepEqual({ status, body }, { status: 200, body: '{"greeting":"hello Ada"}' });
    });

    it('and passes a refusal on with its code, message and status', async () => {
      const { status, body } = await console.post('/aws/Greeter_1.Refuse', {});
      assert.equal(status, 403);
      assert.deepEqual(JSON.parse(body), { __type: 'NoGreeting', message: 'not today' });
    });

    it('and names input of the wrong shape as the service does', async () => {
      const { status, body } = await console.post('/aws/Greeter_1.Greet', { nickname: 'Ada' });
      assert.equal(status, 400);
      assert.equal(JSON.parse(body).__type, 'ValidationException');
    });

    it('and refuses an operation or service that is not there', async () => {
      for (const name of ['Greeter_1.Part', 'Greeter_1.constructor', 'Other.Greet', 'Greeter_1', '']) {
        const { status } = await console.post(`/aws/${name}`, {});
        assert.equal(status, 400, name);
      }
    });
  });

  it('shows the runbook with the anchors that GitHub gives it, and HTML in it as text', async () => {
    const { status, body } = await console.send('GET', '/runbook');
    assert.equal(status, 200);
    assert.match(body, /<h2 id="dead-letters">/);
    assert.match(body, /&lt;script&gt;/);
    assert.doesNotMatch(body, /<script/);
  });

  it('keeps the newest hundred events of the buses, newest first', async () => {
    for (let id = 1; id <= 101; id += 1) console.publish(JSON.stringify({ id: String(id) }));
    const { events } = JSON.parse((await console.send('GET', '/events')).body);
    assert.equal(events.length, 100);
    assert.deepEqual([events[0].id, events.at(-1).id], ['101', '2']);
  });
});
