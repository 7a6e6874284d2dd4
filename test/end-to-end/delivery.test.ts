import assert from 'node:assert/strict';
import { until } from '../until.ts';
import {
  type BusEvent,
  lateIds,
  payload,
  type Running,
  repeatedIds,
  type Sent,
  secretOf,
  send,
  sign,
  startJson,
  takeEvents,
  takenIn,
} from './running.ts';

describe('a delivery to the running stack', () => {
  let run: Running;
  let secret: string;

  before(async () => {
    run = await startJson();
    secret = await secretOf(run);
  });
  after(() => run.stop());

  const signed = (body: string | Buffer): Sent => ({ body, signature: sign(secret, body) });

  async function published(request: Sent): Promise<BusEvent> {
    const id = await takenIn(run, await send(run, request));
    const events: BusEvent[] = [];
    await until(async () => {
      events.push(...(await takeEvents(run)));
      return events.some(({ detail }) => detail.metadata.id === id);
    });
    const maybeTwice = [...(await lateIds(run)), ...(await repeatedIds(run))].includes(id);
    assert.deepEqual(
      events.map(({ detail }) => detail.metadata.id),
      maybeTwice ? events.map(() => id) : [id],
    );
    const [event] = events;
    assert(event);
    return event;
  }

  it('lies in local-events exactly as the contract says', async () => {
    const sentAt = Date.now() - 1_500;
    const body = payload({ publish_timestamp: sentAt, unknown: { kept: [1, 2.5, null] } });
    const before = Date.now();

    const event = await published(signed(body));

    assert.equal(event.source, 'webhook.momento');
    assert.equal(event['detail-type'], 'chat#room-281');
    const { metadata, data } = event.detail;
    assert.deepEqual(data, JSON.parse(body));
    const { id, receivedAt = '', traceId = '', ...rest } = metadata;
    assert.match(id ?? '', /^[0-9a-f]{32}$/);
    assert.match(traceId, /^1-[0-9a-f]{8}-[0-9a-f]{24}$/);
    assert(Date.parse(receivedAt) >= before && Date.parse(receivedAt) <= Date.now());
    assert.deepEqual(rest, {
      source: 'momento',
      scheme: 'momento',
      eventType: 'chat#room-281',
      sentAt: new Date(sentAt).toISOString(),
    });
  });

  it('answers the id alone, as JSON', async () => {
    const response = await send(run, signed(payload()));
    assert.equal(response.headers.get('content-type'), 'application/json');
    const answer = (await response.json()) as Record<string, string>;
    let event: BusEvent | undefined;
    await until(async () => {
      [event] = await takeEvents(run);
      return event !== undefined;
    });
    assert.deepEqual(answer, { id: event?.detail.metadata.id });
  });

  it('verifies the bytes of every Unicode plane', async () => {
    const planes = Array.from({ length: 17 }, (_, plane) => String.fromCodePoint(plane * 0x10000 + 0x1234));
    const event = await published(signed(payload({ text: planes.join('') })));
    assert.equal(event.detail.data.text, planes.join(''));
  });

  it('verifies a body that the Function URL hands on in base64', async () => {
    for (const contentType of [undefined, 'application/vnd.momento+json']) {
      const event = await published({ ...signed(payload({ text: `as ${contentType} – ü` })), contentType });
      assert.equal(event.detail.data.text, `as ${contentType} – ü`);
    }
  });

  it('keeps every digit of the payload', async () => {
    const body = payload().replace('"topic_sequence_number":1', '"topic_sequence_number":1234567890123456789');
    const { awsEndpoint } = run;
    await takenIn(run, await send(run, signed(body)));
    const response = await fetch(awsEndpoint, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonSQS.ReceiveMessage', 'content-type': 'application/x-amz-json-1.0' },
      body: JSON.stringify({
        QueueUrl: `${awsEndpoint}/000000000000/local-events`,
        WaitTimeSeconds: 20,
        VisibilityTimeout: 0,
      }),
    });
    assert((await response.text()).includes('1234567890123456789'));
    // It would be seen again in 30 s, by a test for which nothing was put on the bus.
    await takeEvents(run);
  });

  it('takes a body of the limit to the byte', async () => {
    assert.equal((await published(signed(bodyOf(262_144)))).source, 'webhook.momento');
  });

  const limit = 262_144;
  const refusals: readonly [says: string, status: number, request: () => Sent][] = [
    ['a wrong signature', 401, () => ({ body: payload(), signature: sign(`${secret}x`, payload()) })],
    ['a truncated signature', 401, () => truncated(signed(payload()))],
    ['an empty signature', 401, () => ({ body: payload(), signature: '' })],
    ['no signature', 401, () => ({ body: payload() })],
    ['two signatures', 401, () => doubled(signed(payload()))],
    ['the right signature over re-serialised JSON', 401, () => reserialised(signed(payload()))],
    ['no body', 400, () => ({ signature: sign(secret, '') })],
    ['invalid JSON', 400, () => signed(payload().slice(0, -1))],
    ['JSON that is no object', 400, () => signed(`[${payload()}]`)],
    ['a missing field', 400, () => signed(payload({ publish_timestamp: undefined }))],
    ['a delivery 60 s old', 403, () => signed(payload({ publish_timestamp: Date.now() - 60_000 }))],
    // A minute is left for the way, on which it comes nearer.
    ['a delivery 2 min in the future', 403, () => signed(payload({ publish_timestamp: Date.now() + 120_000 }))],
    ['one 59.999 s old with a wrong secret', 401, () => oldAndWrong()],
    ['GET', 405, () => ({ method: 'GET' })],
    ['an unknown path', 404, () => ({ ...signed(payload()), path: 'nobody' })],
    ['a path below the source', 404, () => ({ ...signed(payload()), path: 'momento/' })],
    ['a wrong content type', 415, () => ({ ...signed(payload()), contentType: 'text/plain' })],
    ['a body one byte over the limit', 413, () => signed(bodyOf(limit + 1))],
    ['a body of 7 MB', 413, () => signed(bodyOf(7 * 1024 * 1024))],
  ];

  for (const [says, status, request] of refusals) {
    it(`refuses ${says} with ${status}, and puts nothing on the bus`, async () => {
      const response = await send(run, request());
      const answer = (await response.json()) as Record<string, unknown>;
      assert.equal(response.status, status);
      // Lambda itself refuses 7 MB, in its own words; every other answer is a problem document of ours.
      if (answer.Message === undefined) {
        assert.equal(response.headers.get('content-type'), 'application/problem+json');
        assert.deepEqual(Object.keys(answer), ['type', 'title', 'status', 'detail']);
        assert.equal(answer.status, status);
      }
      assert.deepEqual(await takeEvents(run), []);
    });
  }

  function truncated(request: Sent): Sent {
    return { ...request, signature: String(request.signature).slice(0, -2) };
  }

  function doubled(request: Sent): Sent {
    return { ...request, signature: [String(request.signature), String(request.signature)] };
  }

  function reserialised({ body, signature }: Sent): Sent {
    return { body: JSON.stringify(JSON.parse(String(body)), undefined, 1), signature: String(signature) };
  }

  function oldAndWrong(): Sent {
    const body = payload({ publish_timestamp: Date.now() - 59_999 });
    return { body, signature: sign('another secret', body) };
  }

  function bodyOf(bytes: number): string {
    const empty = Buffer.byteLength(payload({ text: '' }));
    return payload({ text: 'x'.repeat(bytes - empty) });
  }
});
