import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { cbor, dateToTag } from '@smithy/core/cbor';
import { z } from 'zod';
import { AwsError } from '../../../local/aws/aws-error.ts';
import { operation, type Service } from '../../../local/aws/service.ts';
import { type Listening, listening } from './sqs/listening.ts';

const greetInput = z.strictObject({
  name: z.string().min(1),
  mood: z.enum(['glad', 'calm']).optional(),
  times: z.array(z.number().min(1)).optional(),
});

describe('the AWS endpoint', () => {
  let endpoint: Listening;
  let started: () => void;
  let aborted: () => void;
  const printed: unknown[] = [];
  const { error } = console;

  const service: Service = {
    target: 'Greeter_1',
    invalidInput: 'ValidationException',
    queryCode: (code) => `Query.${code}`,
    paths: { '/Greetings': 'Greet' },
    timestamps: ['At', 'Times'],
    operations: {
      Greet: operation(greetInput, ({ name }) => ({ greeting: `hello ${name}` })),
      Echo: operation(z.object({}).loose(), (input) => input),
      Refuse: operation(z.object({}), () => {
        throw new AwsError('NoGreeting', 'not today', 403);
      }),
      Break: operation(z.object({}), () => {
        throw new Error('a defect');
      }),
      Wait: operation(z.object({}), (_, signal) => {
        started();
        return new Promise(() => signal?.addEventListener('abort', aborted));
      }),
    },
  };

  before(async () => {
    endpoint = await listening([service]);
    console.error = (...values: unknown[]) => printed.push(...values);
  });
  after(async () => {
    console.error = error;
    await endpoint.close();
  });
  beforeEach(() => printed.splice(0));

  const post = (target: string, body: string, headers: Readonly<Record<string, string>> = {}) =>
    fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target, ...headers },
      body,
    });

  it('calls the operation that X-Amz-Target names', async () => {
    const response = await post('Greeter_1.Greet', '{"name":"Ada"}');
    assert.equal(response.status, 200);
    assert.deepEqual(await response.json(), { greeting: 'hello Ada' });
  });

  it('answers in the version of the protocol it was asked in', async () => {
    const asked = await post('Greeter_1.Greet', '{"name":"Ada"}', { 'content-type': 'application/x-amz-json-1.0' });
    assert.equal(asked.headers.get('content-type'), 'application/x-amz-json-1.0');
    const other = await post('Greeter_1.Greet', '{"name":"Ada"}');
    assert.equal(other.headers.get('content-type'), 'application/x-amz-json-1.1');
  });

  it('answers a refusal with its code, message and status, and the code of the query protocol', async () => {
    const response = await post('Greeter_1.Refuse', '{}');
    assert.equal(response.status, 403);
    assert.deepEqual(await response.json(), { __type: 'NoGreeting', message: 'not today' });
    assert.equal(response.headers.get('x-amzn-query-error'), 'Query.NoGreeting;Sender');
    assert.deepEqual(printed, []);
  });

  // AWS's sentences, as it answers in LocalStack's recorded tests.
  for (const [what, body, code, says] of [
    [
      'what breaks a constraint, with all of it in one sentence',
      '{"name":"","mood":"sad","times":[1,0]}',
      'ValidationException',
      "3 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; " +
        "Value 'sad' at 'mood' failed to satisfy constraint: Member must satisfy enum value set: [glad, calm]; " +
        "Value '0' at 'times.2.member' failed to satisfy constraint: Member must have value greater than or equal to 1",
    ],
    [
      'what is missing',
      '{}',
      'ValidationException',
      "1 validation error detected: Value null at 'name' failed to satisfy constraint: Member must not be null",
    ],
    [
      'a value of another type',
      '{"name":7}',
      'SerializationException',
      'NUMBER_VALUE can not be converted to a String',
    ],
    [
      'what it does not carry out, by its name',
      '{"name":"Ada","Tone":"loud"}',
      'ValidationException',
      "The local AWS doesn't carry out the parameter Tone.",
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const response = await post('Greeter_1.Greet', body);
      assert.deepEqual([response.status, await response.json()], [400, { __type: code, message: says }]);
    });
  }
  it('tells the services it has when asked for another', async () => {
    const response = await post('Kinesis_20131202.ListStreams', '{}');
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), {
      __type: 'UnknownOperationException',
      message: 'Kinesis_20131202.ListStreams is not here; the local AWS has Greeter_1',
    });
  });

  it('tells the operations it has when asked for another, also for one every object has', async () => {
    for (const name of ['Wave', 'toString']) {
      assert.deepEqual(await (await post(`Greeter_1.${name}`, '{}')).json(), {
        __type: 'UnknownOperationException',
        message: `the local Greeter_1 has no ${name}; it has Greet, Echo, Refuse, Break, Wait`,
      });
    }
  });

  it('refuses a body that is not JSON', async () => {
    const response = await post('Greeter_1.Greet', '{"name":');
    assert.equal(response.status, 400);
    assert.equal(response.headers.get('x-amzn-errortype'), 'SerializationException');
  });

  it('refuses a body of more than 10 MiB and lives on', async () => {
    const response = await post('Greeter_1.Greet', 'x'.repeat(10 * 1024 * 1024 + 1));
    assert.equal(response.status, 413);
    assert.equal(response.headers.get('x-amzn-errortype'), 'RequestEntityTooLarge');
    assert.equal((await post('Greeter_1.Greet', '{"name":"Ada"}')).status, 200);
  });

  it('takes a body that is packed by gzip, up to 10 MiB unpacked', async () => {
    const packed = (body: string | Buffer) =>
      fetch(endpoint.url, {
        method: 'POST',
        headers: { 'x-amz-target': 'Greeter_1.Greet', 'content-encoding': 'gzip' },
        body: new Uint8Array(Buffer.from(body)),
      });
    assert.deepEqual(await (await packed(gzipSync('{"name":"Ada"}'))).json(), { greeting: 'hello Ada' });
    assert.equal((await packed(gzipSync('x'.repeat(10 * 1024 * 1024 + 1)))).status, 413);
    assert.equal((await packed('{"name":"Ada"}')).headers.get('x-amzn-errortype'), 'SerializationException');
  });

  describe('in REST-JSON', () => {
    const postTo = (path: string, body: string) => fetch(`${endpoint.url}${path}`, { method: 'POST', body });

    it('calls the operation of the path', async () => {
      const response = await postTo('/Greetings', '{"name":"Ada"}');
      assert.equal(response.headers.get('content-type'), 'application/json');
      assert.deepEqual(await response.json(), { greeting: 'hello Ada' });
    });

    it('answers a refusal with its code in a header', async () => {
      const response = await postTo('/Greetings', '{}');
      assert.equal(response.status, 400);
      assert.equal(response.headers.get('x-amzn-errortype'), 'ValidationException');
    });

    it('knows no other path, also none that every object has', async () => {
      for (const path of ['/Farewells', '/toString', '/constructor']) {
        assert.match(await (await postTo(path, '{}')).text(), new RegExp(`POST ${path} is not here`));
      }
    });
  });

  describe('in Smithy RPC v2 CBOR', () => {
    const call = async (name: string, body: Uint8Array<ArrayBuffer>) => {
      const response = await fetch(`${endpoint.url}/service/Greeter_1/operation/${name}`, {
        method: 'POST',
        headers: { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor' },
        body,
      });
      return { response, output: cbor.deserialize(new Uint8Array(await response.arrayBuffer())) };
    };
    const encoded = (input: unknown) => new Uint8Array(cbor.serialize(input));

    it('calls the operation of the path', async () => {
      const { response, output } = await call('Greet', encoded({ name: 'Ada' }));
      assert.equal(response.headers.get('smithy-protocol'), 'rpc-v2-cbor');
      assert.equal(response.headers.get('content-type'), 'application/cbor');
      assert.deepEqual(output, { greeting: 'hello Ada' });
    });

    it('takes times as seconds and gives them with their tag, where the service says that they are times', async () => {
      const at = new Date('2026-07-10T12:00:00.5Z');
      const seconds = at.getTime() / 1000;
      const input = { At: dateToTag(at), Times: [dateToTag(at)], Other: dateToTag(at), Deep: [{ At: 1 }] };
      const { output } = await call('Echo', encoded(input));
      const tagged = (value: number) => ({ tag: 1, value });
      assert.deepEqual(JSON.parse(JSON.stringify(output)), {
        At: tagged(seconds),
        Times: [tagged(seconds)],
        Other: seconds,
        Deep: [{ At: tagged(1) }],
      });
    });

    it('takes whole numbers of 64 bits', async () => {
      const { output } = await call('Echo', encoded({ big: 2n ** 60n, small: 7n }));
      assert.deepEqual([Number(output.big), output.small], [2 ** 60, 7]);
    });

    it('answers a refusal with its type and message, and the code of the query protocol', async () => {
      const { response, output } = await call('Refuse', encoded({}));
      assert.equal(response.status, 403);
      assert.deepEqual(output, { __type: 'NoGreeting', message: 'not today' });
      assert.equal(response.headers.get('x-amzn-query-error'), 'Query.NoGreeting;Sender');
    });

    it('tells the operations it has when asked for another', async () => {
      const { output } = await call('Wave', encoded({}));
      assert.equal(output.__type, 'UnknownOperationException');
    });

    it('refuses a body that is not CBOR', async () => {
      const { output } = await call('Greet', new Uint8Array([0xa1, 0x64]));
      assert.equal(output.__type, 'SerializationException');
    });
  });

  it('answers a GET with what it takes instead', async () => {
    const response = await fetch(endpoint.url);
    assert.equal(response.status, 400);
    assert.deepEqual(await response.json(), {
      __type: 'UnknownOperationException',
      message: 'GET / is not here: the local AWS takes POST requests with X-Amz-Target, for Greeter_1',
    });
  });

  it('answers a path that is no URL', async () => {
    assert.equal((await fetch(`${new URL(endpoint.url).origin}//`)).status, 400);
    assert.deepEqual(printed, []);
  });

  it('answers S3 clients in the XML they read', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260710/us-east-1/s3/aws4_request, Signature=0';
    const response = await fetch(endpoint.url, { headers: { authorization } });
    assert.equal(response.headers.get('content-type'), 'text/xml');
    assert.match(await response.text(), /^<Error><Code>UnknownOperationException<\/Code><Message>GET \/ for s3 is not/);
  });

  it('answers clients of the query protocol, like STS, in the XML they read', async () => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
      body: 'Action=GetCallerIdentity&Version=2011-06-15',
    });
    assert.match(await response.text(), /^<ErrorResponse><Error><Code>UnknownOperationException<\/Code>/);
  });

  it('answers a defect of its own with 500 and prints it', async () => {
    const response = await post('Greeter_1.Break', '{}');
    assert.equal(response.status, 500);
    assert.deepEqual(await response.json(), {
      __type: 'InternalFailure',
      message: 'the local AWS failed; its standard error says why',
    });
    assert.match(String(printed[0]), /a defect/);
  });

  it('tells an operation when its client has gone, and prints nothing', async () => {
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const told = new Promise<void>((resolve) => {
      aborted = resolve;
    });
    const client = request(endpoint.url, { method: 'POST', headers: { 'x-amz-target': 'Greeter_1.Wait' } });
    client.on('error', () => undefined).end('{}');
    await running;
    client.destroy();
    await told;
    assert.deepEqual(printed, []);
  });

  it('survives a client that goes in the middle of its body, and prints nothing', async () => {
    const socket = connect(Number(new URL(endpoint.url).port), '127.0.0.1');
    const received = once(endpoint.server, 'request');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\nx-amz-target: Greeter_1.Greet\r\ncontent-length: 100\r\n\r\n{"na');
    const [incoming] = await received;
    socket.destroy();
    // Not `once`, which would reject with the very abort that is provoked here.
    await new Promise((resolve) => incoming.on('close', resolve));
    assert.equal((await post('Greeter_1.Greet', '{"name":"Ada"}')).status, 200);
    assert.deepEqual(printed, []);
  });
});
