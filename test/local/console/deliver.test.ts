import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createSecretsManager } from '../../../local/aws/secretsmanager/secretsmanager.ts';
import { runningConsole, type TestedConsole } from './running-console.ts';

describe('a delivery from the console', () => {
  const secret = 'the real one';
  let console: TestedConsole;
  let target: Server;
  let received: { readonly body: string; readonly signature: unknown; readonly sentAt: number };

  before(async () => {
    target = createServer(async (request, response) => {
      const body = await text(request);
      const { publish_timestamp: sentAt } = JSON.parse(body);
      received = { body, signature: request.headers['momento-signature'], sentAt };
      response.writeHead(202, { 'x-amzn-trace-id': 'Root=1-6b04721a-0123456789abcdef01234567;Sampled=1' });
      response.end('{"id":"7"}');
    }).listen(0, '127.0.0.1');
    await once(target, 'listening');
    // A server that listens on a port has an address with a port.
    const url = `http://127.0.0.1:${(target.address() as AddressInfo).port}/momento`;
    const secrets = [
      { name: 'dev_momento', arn: 'arn:one', value: secret },
      { name: 'dev_empty', arn: 'arn:two' },
    ];
    console = await runningConsole({
      services: [createSecretsManager({ secrets }).service],
      sources: [
        { name: 'momento', scheme: 'momento', url, signedUrl: url, secretId: 'dev_momento' },
        { name: 'empty', scheme: 'momento', url, signedUrl: url, secretId: 'dev_empty' },
      ],
    });
  });
  after(async () => {
    await console[Symbol.asyncDispose]();
    target.close();
    target.closeAllConnections();
  });

  const deliver = async (kind: string, source = 'momento') => {
    const { status, body } = await console.post('/deliver', { source, kind });
    return { status, answer: JSON.parse(body) };
  };
  const signed = () => createHmac('sha3-256', secret).update(received.body).digest('hex');

  it('answers what the Function URL answered, with the trace it named', async () => {
    const { status, answer } = await deliver('signed');
    assert.equal(status, 200);
    const { tookMs, ...rest } = answer;
    assert.deepEqual(rest, { status: 202, body: '{"id":"7"}', traceId: '1-6b04721a-0123456789abcdef01234567' });
    assert(tookMs > 0);
  });

  it('is signed with the secret of the source, now', async () => {
    const before = Date.now();
    await deliver('signed');
    assert.equal(received.signature, signed());
    assert(received.sentAt >= before && received.sentAt <= Date.now());
  });

  it('is signed with another secret when it is to be a wrong one', async () => {
    await deliver('wrong');
    assert.match(String(received.signature), /^[0-9a-f]{64}$/);
    assert.notEqual(received.signature, signed());
  });

  it('is signed rightly and older than any setting allows when it is to be a stale one', async () => {
    await deliver('stale');
    assert.equal(received.signature, signed());
    assert(Date.now() - received.sentAt > 900_000);
  });

  it('is refused for a source or a kind that there is not', async () => {
    for (const [kind, source] of [
      ['forged', 'momento'],
      ['signed', 'nobody'],
    ] as const) {
      const { status, answer } = await deliver(kind, source);
      assert.equal(status, 400, source);
      assert.equal(answer.__type, 'ValidationException', source);
    }
  });

  it('is refused with the words of Secrets Manager when the secret has no value', async () => {
    const { status, answer } = await deliver('signed', 'empty');
    assert.equal(status, 400);
    assert.equal(answer.__type, 'ResourceNotFoundException');
  });
});
