import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import fc from 'fast-check';
import { Sha256Node } from '../../../function/replacements/sha256.ts';
import { clientSettings, entryAccepted, startAws } from '../harness/aws-server.ts';

const inClient = createRequire(import.meta.resolve('@aws-sdk/client-eventbridge'));
const { Sha256Node: Real }: { readonly Sha256Node: typeof Sha256Node } = inClient('@smithy/core/checksum');

const data = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array());
const secret = fc.oneof(fc.constant(undefined), data);

describe('sha256, in the place of the SHA-256 of the AWS SDK', () => {
  it('comes to the same, with a secret or without, however the data is cut', async () => {
    await fc.assert(
      fc.asyncProperty(secret, fc.array(data), async (secret, pieces) => {
        const [expected, digest] = await Promise.all(
          [Real, Sha256Node].map((Sha256) => {
            const hash = new Sha256(secret);
            for (const piece of pieces) hash.update(piece);
            return hash.digest();
          }),
        );

        assert.ok(digest instanceof Uint8Array);
        assert.deepEqual([...digest], [...(expected ?? [])]);
      }),
    );
  });

  it('begins anew when it is reset, before its digest and after', async () => {
    await fc.assert(
      fc.asyncProperty(secret, data, data, async (secret, first, second) => {
        const digests = [Real, Sha256Node].map(async (Sha256) => {
          const hash = new Sha256(secret);
          hash.update(first);
          hash.reset();
          hash.update(second);
          const before = await hash.digest();
          hash.reset();
          hash.update(first);
          return [before, await hash.digest()].map((digest) => Buffer.from(digest).toString('hex'));
        });

        const [expected, got] = await Promise.all(digests);
        assert.deepEqual(got, expected);
      }),
    );
  });

  it('has the length that the real one says it has', () => {
    assert.equal(new Sha256Node().digestLength, new Real().digestLength);
  });

  it('is asked by the SDK for one digest, after which it is done with, as the real one with a secret is', async () => {
    const digests = new Map<object, number>();

    class Counted extends Sha256Node {
      override digest() {
        digests.set(this, (digests.get(this) ?? 0) + 1);
        return super.digest();
      }
    }
    const aws = await startAws();
    aws.answer('PutEvents', { error: 'InternalException', status: 500 }, entryAccepted);
    // The SDK's type has buffers of other kinds too; it hands over texts and Uint8Arrays.
    const sha256 = Counted as HashConstructor;
    const client = new EventBridgeClient({ ...clientSettings(aws), sha256 });

    await client.send(new PutEventsCommand({ Entries: [] }));

    client.destroy();
    await aws.close();
    assert.ok(digests.size > 1);
    assert.deepEqual(new Set(digests.values()), new Set([1]));
    const done = new Sha256Node('secret');
    await done.digest();
    assert.throws(() => done.update('more'));
  });
});

type HashConstructor = NonNullable<NonNullable<ConstructorParameters<typeof EventBridgeClient>[0]>['sha256']>;
