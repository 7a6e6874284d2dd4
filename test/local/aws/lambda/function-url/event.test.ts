import assert from 'node:assert/strict';
import { answerOf } from '../hosted-function.ts';
import { closeUrls, echo, eventOf, identity, type OpenedUrl, opened } from './opened-url.ts';

describe('Function URL event', () => {
  let url: OpenedUrl;
  before(async () => {
    url = await opened(echo);
    answerOf(await url.host.invoke('{}'));
  });
  after(closeUrls);

  it('has the fields of payload format 2.0 and no others', async () => {
    const began = Date.now();
    const { event } = await eventOf(
      url,
      [
        'POST /momento/a%20b%2Fc?room=281&q=%C3%A4 HTTP/1.1',
        'Host: hooks.example',
        'User-Agent: Momento/1.0 (Webhooks; test)',
        'Content-Type: application/json',
      ],
      '{"text":"ä"}',
    );

    const { requestId, time, timeEpoch } = event.requestContext;
    const trace = event.headers['x-amzn-trace-id'];
    assert.deepEqual(event, {
      version: '2.0',
      routeKey: '$default',
      rawPath: '/momento/a%20b%2Fc',
      rawQueryString: 'room=281&q=%C3%A4',
      headers: {
        host: 'hooks.example',
        'user-agent': 'Momento/1.0 (Webhooks; test)',
        'content-type': 'application/json',
        'content-length': '13',
        'x-amzn-trace-id': trace,
        'x-forwarded-for': '127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-port': '443',
      },
      queryStringParameters: { room: '281', q: 'ä' },
      requestContext: {
        accountId: 'anonymous',
        apiId: identity.urlId,
        domainName: 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-west-1.on.aws',
        domainPrefix: identity.urlId,
        http: {
          method: 'POST',
          path: '/momento/a b/c',
          protocol: 'HTTP/1.1',
          sourceIp: '127.0.0.1',
          userAgent: 'Momento/1.0 (Webhooks; test)',
        },
        requestId,
        routeKey: '$default',
        stage: '$default',
        time,
        timeEpoch,
      },
      body: '{"text":"ä"}',
      isBase64Encoded: false,
    });
    assert.match(trace, /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    assert.match(time, /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/);
    assert.ok(timeEpoch >= began && timeEpoch <= Date.now());
    assert.equal(Date.parse(time.replace(':', ' ')), timeEpoch - (timeEpoch % 1000));
  });

  it('leaves out what the request does not have', async () => {
    const { event } = await eventOf(url, ['GET / HTTP/1.1', 'Host: hooks.example']);

    assert.deepEqual(Object.keys(event).sort(), [
      'headers',
      'isBase64Encoded',
      'rawPath',
      'rawQueryString',
      'requestContext',
      'routeKey',
      'version',
    ]);
    assert.equal(event.rawQueryString, '');
    assert.equal('userAgent' in event.requestContext.http, false);
  });

  it('carries the id the invocation is logged under', async () => {
    const { event } = await eventOf(url, ['GET / HTTP/1.1', 'Host: hooks.example']);

    const started = url.platform().findLast(({ type }) => type === 'platform.start');
    assert.equal(event.requestContext.requestId, started?.record.requestId);
  });

  it('joins the repeats of a header with a comma, in order', async () => {
    const { event } = await eventOf(url, [
      'GET / HTTP/1.1',
      'Host: hooks.example',
      'X-Tag: one',
      'User-Agent: a',
      'x-tag: two, three',
      'User-Agent: b',
    ]);

    assert.equal(event.headers['x-tag'], 'one,two, three');
    assert.equal(event.headers['user-agent'], 'a,b');
  });

  it('does not hand on what concerns the connection alone', async () => {
    const { event } = await eventOf(url, ['GET / HTTP/1.1', 'Host: hooks.example', 'Keep-Alive: timeout=5']);

    assert.deepEqual(Object.keys(event.headers).sort(), [
      'host',
      'x-amzn-trace-id',
      'x-forwarded-for',
      'x-forwarded-port',
      'x-forwarded-proto',
    ]);
  });

  it('goes on with the trace and the forwarding of a proxy before it', async () => {
    const trace = 'Root=1-6b0454f9-92169e9dda3f71f843aec9df;Parent=53995c3f42cd8ad8;Sampled=1';
    const { event } = await eventOf(url, [
      'GET / HTTP/1.1',
      'Host: hooks.example',
      `X-Amzn-Trace-Id: ${trace}`,
      'X-Forwarded-For: 203.0.113.7',
    ]);

    assert.equal(event.headers['x-amzn-trace-id'], trace);
    assert.equal(event.headers['x-forwarded-for'], '203.0.113.7,127.0.0.1');
    assert.equal(event.requestContext.http.sourceIp, '127.0.0.1');
  });

  it('lists cookies and keeps their header', async () => {
    const { event } = await eventOf(url, [
      'GET / HTTP/1.1',
      'Host: hooks.example',
      'Cookie: a=1; b=x=y',
      'Cookie: c="3"',
    ]);

    assert.deepEqual(event.cookies, ['a=1', 'b=x=y', 'c="3"']);
    assert.equal(event.headers.cookie, 'a=1; b=x=y; c="3"');
  });

  for (const [query, parameters] of [
    ['a=1&a=2&b=3', { a: '1,2', b: '3' }],
    ['a=1+2%2B3&%C3%A4=%E2%82%AC', { a: '1 2+3', ä: '€' }],
    ['a&b=&=c&&', { a: '', b: '', '': 'c' }],
    ['a=b=c', { a: 'b=c' }],
    ['a=100%&b=%FF', { a: '100%', b: '%FF' }],
    ['q=a?b', { q: 'a?b' }],
  ] as const) {
    it(`decodes the query ${query}`, async () => {
      const { event } = await eventOf(url, [`GET /?${query} HTTP/1.1`, 'Host: hooks.example']);

      assert.equal(event.rawQueryString, query);
      assert.deepEqual(event.queryStringParameters, parameters);
    });
  }

  it('leaves a path alone that cannot be decoded', async () => {
    const { event } = await eventOf(url, ['GET /100%/a+b HTTP/1.1', 'Host: hooks.example']);

    assert.equal(event.rawPath, '/100%/a+b');
    assert.equal(event.requestContext.http.path, '/100%/a+b');
  });

  it('takes the path out of an absolute request target', async () => {
    const { event } = await eventOf(url, ['GET http://hooks.example/a?b=1 HTTP/1.1', 'Host: hooks.example']);

    assert.deepEqual([event.rawPath, event.rawQueryString], ['/a', 'b=1']);
  });

  for (const method of ['DELETE', 'GET', 'OPTIONS', 'PATCH', 'PUT']) {
    it(`hands a ${method} to the function`, async () => {
      const { event } = await eventOf(url, [`${method} / HTTP/1.1`, 'Host: hooks.example']);

      assert.equal(event.requestContext.http.method, method);
    });
  }
});

describe('Function URL body', () => {
  let url: OpenedUrl;
  before(async () => {
    url = await opened(echo);
  });
  after(closeUrls);

  const bodyOf = async (contentType: string | undefined, bytes: string | Buffer) => {
    const type = contentType === undefined ? [] : [`Content-Type: ${contentType}`];
    const { event } = await eventOf(url, ['POST / HTTP/1.1', 'Host: hooks.example', ...type], bytes);
    return [event.body, event.isBase64Encoded];
  };

  for (const type of [
    'text/plain',
    'text/vnd.anything',
    'application/json',
    'application/json; charset=utf-8',
    'Application/JSON;charset=UTF-8',
    'application/xml',
    'application/javascript',
  ]) {
    it(`is text for ${type}`, async () => {
      assert.deepEqual(await bodyOf(type, '{"a": "ä€😀"}\r\n'), ['{"a": "ä€😀"}\r\n', false]);
    });
  }

  for (const type of [
    undefined,
    'application/cloudevents+json',
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'multipart/form-data; boundary=x',
    'application/jsonp',
  ]) {
    it(`is base64 for ${type ?? 'no content type'}`, async () => {
      assert.deepEqual(await bodyOf(type, '{"a":"ä"}'), ['eyJhIjoiw6QifQ==', true]);
    });
  }

  it('keeps every byte of a text that is not UTF-8', async () => {
    const bytes = Buffer.from([0x7b, 0xff, 0xfe, 0x7d]);

    assert.deepEqual(await bodyOf('application/json', bytes), [bytes.toString('base64'), true]);
  });

  it('takes a chunked upload as one body', async () => {
    const lines = ['POST / HTTP/1.1', 'Host: hooks.example', 'Content-Type: text/plain', 'Transfer-Encoding: chunked'];
    const { event } = await eventOf(url, [...lines, '', '3', 'abc', '2', 'de', '0']);

    assert.deepEqual([event.body, event.headers['transfer-encoding']], ['abcde', undefined]);
  });
});
