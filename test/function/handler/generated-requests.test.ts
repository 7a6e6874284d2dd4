import assert from 'node:assert/strict';
import fc from 'fast-check';
import { body, bodySignature, configuration, delivery, receivedAt, request, sign } from '../harness/deliveries.ts';
import { observedHandler } from './observed-handler.ts';

describe('handler', () => {
  const { aws, setUp, entries } = observedHandler();

  describe('whatever is sent', () => {
    const anyText = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String());
    const or = <T>(...values: T[]) => fc.constantFrom(...values);

    it('is answered with 4xx problem details when nobody signed it, and leaves the bus empty', async () => {
      const anyRequest = fc.record({
        method: fc.oneof(or('POST'), anyText),
        path: fc.oneof(or('/momento', '/orders'), anyText),
        headers: fc
          .tuple(
            fc.dictionary(anyText, anyText, { maxKeys: 3 }),
            fc.record(
              {
                'content-type': fc.oneof(or('application/json'), anyText),
                'momento-signature': fc.oneof(or(bodySignature, '0'.repeat(64)), anyText),
              },
              { requiredKeys: [] },
            ),
          )
          .map(([others, known]) => ({ ...others, ...known })),
        body: fc.option(anyText, { nil: undefined }),
        isBase64Encoded: fc.boolean(),
        timeEpoch: fc.integer(),
      });
      const { deliver, telemetry } = setUp();

      await fc.assert(
        fc.asyncProperty(anyRequest, async (wanted) => {
          const answer = await deliver(request(wanted));

          assert.ok([400, 401, 404, 405, 413, 415].includes(Number(answer.statusCode)), JSON.stringify(answer));
          assert.equal(answer.headers['content-type'], 'application/problem+json');
          assert.equal(answer.body.status, answer.statusCode);
        }),
        { numRuns: 5_000 },
      );

      assert.equal(telemetry.records.length, 5_000);
      assert.equal(aws.requests('PutEvents').length, 0);
    });

    it('is answered with 2xx or 4xx when it is signed', async () => {
      const anyValue = fc.oneof(fc.jsonValue(), anyText, fc.double());
      const anyContent = fc.oneof(
        anyText,
        fc.uint8Array(),
        fc.json(),
        fc
          .record({
            cache: fc.oneof(anyText, anyValue),
            topic: fc.oneof(anyText, anyValue),
            publish_timestamp: fc.oneof(fc.integer({ min: receivedAt - 61_000, max: receivedAt + 61_000 }), anyValue),
            text: anyValue,
          })
          .map((fields) => JSON.stringify(fields)),
      );
      const { deliver } = setUp();

      await fc.assert(
        fc.asyncProperty(anyContent, async (content) => {
          const { statusCode } = await deliver(delivery(content));

          assert.ok([200, 400, 403, 413].includes(Number(statusCode)), `${statusCode}`);
        }),
        { numRuns: 2_000 },
      );
    });

    it('lies on the bus to the letter when it is signed and fresh', async () => {
      const fresh = fc
        .tuple(
          fc.dictionary(anyText, fc.jsonValue(), { maxKeys: 3 }),
          anyText,
          anyText,
          fc.constantFrom(undefined, 1, '\t'),
        )
        .map(([others, cache, topic, indent]) =>
          JSON.stringify({ ...others, cache, topic, publish_timestamp: receivedAt }, null, indent),
        )
        .filter((text) => Buffer.byteLength(text) <= configuration.maxDeliveryBytes)
        // Integers of more than 64 bits are refused.
        .filter((text) => !/[^.\d]\d{19}/.test(text));
      await fc.assert(
        fc.asyncProperty(fresh, async (text) => {
          const { deliver } = setUp();

          const answer = await deliver(delivery(text));

          const { Detail = '', DetailType = '' } = entries().at(-1) ?? {};
          assert.equal(answer.statusCode, 200);
          assert.ok(Detail.endsWith(`},"data":${text}}`));
          assert.equal(JSON.parse(Detail).metadata.id, answer.body.id);
          assert.ok(DetailType.length > 0 && DetailType.length <= 128 && DetailType.isWellFormed());
        }),
        { numRuns: 500 },
      );
    });

    it('is refused when one bit of it was changed after it was signed', async () => {
      const { deliver } = setUp();

      await fc.assert(
        fc.asyncProperty(fc.nat(body.length - 1), fc.nat(7), async (index, bit) => {
          const changed = Buffer.from(body);
          changed.writeUInt8(changed.readUInt8(index) ^ (1 << bit), index);

          const answer = await deliver(delivery(changed, { headers: { 'momento-signature': sign(body) } }));

          assert.equal(answer.statusCode, 401);
        }),
        { numRuns: 500 },
      );
    });
  });
});
