import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { setTimeout, setImmediate as turn } from 'node:timers/promises';
import { until } from '../../../../until.ts';
import { closeUrls, opened, send } from './opened-url.ts';

/** Returns whatever the body of the request is, parsed. */
const mirror = `export const handler = async ({ body, isBase64Encoded }) =>
  JSON.parse(isBase64Encoded ? Buffer.from(body, 'base64').toString() : body);`;

describe('Function URL answer', () => {
  afterEach(closeUrls);

  const answered = async (returned: unknown) => {
    const url = await opened(mirror);
    return send(url, 'POST', '/', { 'content-type': 'application/json' }, JSON.stringify(returned));
  };

  it('is what the function says: status, headers, body', async () => {
    const answer = await answered({
      statusCode: 401,
      headers: { 'Content-Type': 'application/problem+json', 'Retry-After': 5 },
      body: '{"title":"Unauthorized ä"}',
    });

    assert.equal(answer.status, 401);
    assert.equal(answer.headers['content-type'], 'application/problem+json');
    assert.equal(answer.headers['retry-after'], '5');
    assert.equal(answer.headers['content-length'], '27');
    assert.equal(answer.body.toString(), '{"title":"Unauthorized ä"}');
  });

  it('says which invocation and which trace it was', async () => {
    const url = await opened(mirror);

    const answer = await send(url, 'POST', '/', {}, '{"statusCode":200}');

    const { record } = url.platform().at(-1) ?? {};
    assert.equal(answer.headers['x-amzn-requestid'], record?.requestId);
    assert.match(String(answer.headers['x-amzn-trace-id']), /^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Sampled=0$/);
  });

  it('makes a Set-Cookie of every cookie', async () => {
    const answer = await answered({ statusCode: 204, cookies: ['a=1; Secure', 'b=2'] });

    assert.deepEqual(answer.headers['set-cookie'], ['a=1; Secure', 'b=2']);
    assert.equal(answer.headers['content-length'], undefined);
  });

  it('decodes a base64 body', async () => {
    const answer = await answered({ statusCode: 200, body: 'AP/+', isBase64Encoded: true });

    assert.deepEqual([...answer.body], [0x00, 0xff, 0xfe]);
  });

  for (const returned of ['hello', { message: 'hello' }, [1, 2], 7, null]) {
    it(`is 200 with the JSON itself when the function returns ${JSON.stringify(returned)}`, async () => {
      const answer = await answered(returned);

      assert.equal(answer.status, 200);
      assert.equal(answer.headers['content-type'], 'application/json');
      assert.equal(answer.body.toString(), JSON.stringify(returned));
    });
  }

  for (const [why, returned] of [
    ['a status that is none', { statusCode: 'fine' }],
    ['a status out of range', { statusCode: 99 }],
    ['a body that is no string', { statusCode: 200, body: { a: 1 } }],
    ['headers that are a list', { statusCode: 200, headers: ['a: b'] }],
    ['a header value that cannot be sent', { statusCode: 200, headers: { a: 'b\r\nc: d' } }],
    ['a header name that cannot be sent', { statusCode: 200, headers: { 'a b': 'c' } }],
  ] as const) {
    it(`is 502 for ${why}`, async () => {
      const answer = await answered(returned);

      assert.equal(answer.status, 502);
      assert.equal(answer.body.toString(), 'Internal Server Error');
    });
  }

  for (const [why, source] of [
    ['throws', 'export const handler = async () => { throw new Error("secret detail"); };'],
    ['does not load', 'throw new Error("secret detail");'],
    ['exits', 'export const handler = async () => process.exit(1);'],
    ['takes too long', 'export const handler = () => new Promise(() => setTimeout(() => {}, 60000));'],
    ['answers with more than 6 MB', 'export const handler = async () => "a".repeat(6291555);'],
  ] as const) {
    it(`is 502 and tells nothing when the function ${why}`, async () => {
      const url = await opened(source, { timeoutSeconds: 1 });

      const answer = await send(url, 'GET', '/');

      assert.equal(answer.status, 502);
      assert.equal(answer.body.toString(), 'Internal Server Error');
      await until(() => url.requests.length === 1);
      assert.equal(url.requests[0]?.status, 502);
    });
  }

  it('counts as what it is when the sender has gone before it, as it does on AWS', async () => {
    const url = await opened('export const handler = () => new Promise(() => setTimeout(() => {}, 60000));', {
      timeoutSeconds: 1,
    });
    const socket = connect(url.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'));

    await until(() => url.host.environments().busy === 1);
    socket.destroy();

    await until(() => url.requests.length === 1);
    assert.equal(url.requests[0]?.status, 502);
  });

  it('has no body for HEAD but its length', async () => {
    const url = await opened('export const handler = async () => ({ statusCode: 200, body: "12345" });');

    const answer = await send(url, 'HEAD', '/');

    assert.deepEqual([answer.body.length, answer.headers['content-length']], [0, '5']);
  });

  it('is 429 over the reserved concurrency', async () => {
    const url = await opened(mirror, { reservedConcurrency: 0 });

    const answer = await send(url, 'GET', '/');

    assert.equal(answer.status, 429);
    assert.deepEqual(JSON.parse(answer.body.toString()), {
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      Type: 'User',
      message: 'Rate Exceeded.',
    });
  });

  it('is 429 with a reason of its own over the request rate', async () => {
    const url = await opened(mirror, { reservedConcurrency: 1 }, {}, { clock: () => 0 });

    for (let n = 0; n < 10; n += 1) await send(url, 'GET', '/');
    const answer = await send(url, 'GET', '/');

    assert.equal(answer.status, 429);
    assert.equal(JSON.parse(answer.body.toString()).Reason, 'ReservedFunctionInvocationRateLimitExceeded');
  });

  it('is 503 for a large upload while others hold all the room there is, and small ones are served', async () => {
    const url = await opened('export const handler = async ({ body }) => body?.length ?? 0;', {
      reservedConcurrency: 10,
    });
    const sockets = Array.from({ length: 20 }, () => connect(url.port, '127.0.0.1'));
    const head = 'POST / HTTP/1.1\r\nHost: url\r\nContent-Length: 6291456\r\n\r\n';
    const almost = Buffer.alloc(6_291_400, 'a');
    for (const socket of sockets) {
      socket.write(head);
      socket.write(almost);
    }
    await until(() => url.received() === sockets.length * (head.length + almost.length));
    const upload = (bytes: number) =>
      send(url, 'POST', '/', { 'content-type': 'text/plain' }, Buffer.alloc(bytes, 'a'));

    const large = await upload(1_000_000);
    const small = await upload(60_000);
    for (const socket of sockets) socket.destroy();

    assert.deepEqual([large.status, small.body.toString()], [503, '60000']);
    // Once the server has seen that they are gone.
    await until(async () => (await upload(1_000_000)).body.toString() === '1000000');
  });

  for (const [what, first] of [
    ['its headers', 'POST / HTTP/1.1\r\nHost: url\r\nX-Slow: '],
    ['a body', 'POST / HTTP/1.1\r\nHost: url\r\nContent-Length: 1000\r\n\r\n'],
  ] as const) {
    it(`is 408 for a client that trickles ${what}, without running the function`, async () => {
      const url = await opened(mirror, {}, { headersLimitMs: 200, requestLimitMs: 400 });
      const socket = connect(url.port, '127.0.0.1');
      socket.write(first);
      let answer = '';
      socket.on('data', (chunk) => {
        answer += chunk;
      });
      // A byte that comes after the answer is answered with a reset.
      socket.on('error', () => {});

      while (!socket.destroyed) {
        socket.write('a');
        await setTimeout(20);
        // Until what has come was read: a reset that meets the next byte takes an unread answer along.
        await turn();
      }

      assert.match(answer, /^HTTP\/1\.1 408 /);
      assert.deepEqual(url.host.environments().pids, []);
    });
  }

  for (const [why, type, bytes] of [
    ['a 7 MB upload', 'text/plain', 7 * 1024 * 1024],
    ['a binary upload whose base64 is over 6 MB', 'application/octet-stream', 4_800_000],
  ] as const) {
    it(`is 413 for ${why}, without running the function`, async () => {
      const url = await opened(mirror);

      const answer = await send(url, 'POST', '/', { 'content-type': type }, Buffer.alloc(bytes, 'a'));

      assert.equal(answer.status, 413);
      assert.deepEqual(JSON.parse(answer.body.toString()), {
        Message: 'Request must be smaller than 6291456 bytes for the InvokeFunction operation',
      });
      assert.deepEqual(url.host.environments().pids, []);
    });
  }

  it('takes a text upload just below 6 MB', async () => {
    const url = await opened('export const handler = async ({ body }) => body.length;');

    const answer = await send(url, 'POST', '/', { 'content-type': 'text/plain' }, Buffer.alloc(6_290_000, 'a'));

    assert.equal(answer.body.toString(), '6290000');
  });
});
