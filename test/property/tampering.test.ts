import assert from 'node:assert/strict';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import fc from 'fast-check';
import { delivery, receivedAt } from '../function/harness/deliveries.ts';
import { accepting } from './aws-answers.ts';
import { keepsContract } from './guarantees.ts';
import { hmacSha3 } from './oracle/hmac.ts';
import { seed } from './seed.ts';
import { secretsBySource } from './sources.ts';
import { startEnvironment, type WarmEnvironment } from './warm-environment.ts';

const secret = secretsBySource.momento?.current ?? '';

/** The signed time stands in the body: changing it is changing these bytes. */
const body = Buffer.from(`{"cache":"c","topic":"t","publish_timestamp":${receivedAt},"text":"é"}`);
const signature = hmacSha3(secret, body).toString('hex');

const bytes = Array.from({ length: 256 }, (_, byte) => byte);
const places = (length: number) => Array.from({ length }, (_, place) => place);

describe('a delivery changed on its way', function () {
  this.timeout(300_000);
  let environment: WarmEnvironment;
  before(async () => {
    environment = await startEnvironment();
  });
  after(() => environment.close());

  const event = (content: Uint8Array, header: string): LambdaFunctionURLEvent =>
    delivery(content, { headers: { 'momento-signature': header } });

  async function isRefused(content: Uint8Array, header: string, change: string): Promise<void> {
    const invocation = await environment.invoke(event(content, header), accepting);
    const { status } = keepsContract(invocation);
    assert.ok(status === 401 && invocation.calls.every(isNoPublication), `${change}: answered with ${status}`);
  }

  it('is published as it was', async () => {
    const { status } = keepsContract(await environment.invoke(event(body, signature), accepting));

    assert.ok(isTaken(status), `answered with ${status}`);
  });

  it('is refused with any byte of its body any other, the digits of its time among them', async () => {
    for (const place of places(body.length)) {
      for (const byte of bytes) {
        if (byte === body[place]) continue;
        const changed = Buffer.from(body);
        changed[place] = byte;
        await isRefused(changed, signature, `byte ${place} of the body is ${byte}`);
      }
    }
  });

  it('is refused with any byte added to its body anywhere', async () => {
    for (const place of places(body.length + 1)) {
      for (const byte of bytes) {
        const longer = Buffer.concat([body.subarray(0, place), Buffer.of(byte), body.subarray(place)]);
        await isRefused(longer, signature, `byte ${byte} before byte ${place} of the body`);
      }
    }
  });

  it('is refused with any byte of its body left out', async () => {
    for (const place of places(body.length)) {
      const shorter = Buffer.concat([body.subarray(0, place), body.subarray(place + 1)]);
      await isRefused(shorter, signature, `without byte ${place} of the body`);
    }
  });

  // Hexadecimal digits mean the same in either case (RFC 4648, 8): in capitals it is the same signature.
  it('is refused with any character of its signature any other that is not the same digit', async () => {
    let capitals = 0;
    for (const place of places(signature.length)) {
      for (const character of bytes.map((code) => String.fromCharCode(code))) {
        if (character === signature[place]) continue;
        const changed = signature.slice(0, place) + character + signature.slice(place + 1);
        if (character.toLowerCase() === signature[place]) {
          capitals += 1;
          assert.ok(isTaken(keepsContract(await environment.invoke(event(body, changed), accepting)).status));
        } else await isRefused(body, changed, `character ${place} of the signature is ${JSON.stringify(character)}`);
      }
    }
    assert.equal(capitals, signature.match(/[a-f]/g)?.length);
  });

  it('is refused with any character added to its signature anywhere, or left out', async () => {
    for (const place of places(signature.length + 1)) {
      const [before, after] = [signature.slice(0, place), signature.slice(place)];
      for (const character of bytes.map((code) => String.fromCharCode(code))) {
        await isRefused(body, before + character + after, `${JSON.stringify(character)} at ${place} of the signature`);
      }
      if (after) await isRefused(body, before + after.slice(1), `without character ${place} of the signature`);
    }
  });

  it('is refused whatever the delivery is and whatever is changed', async () => {
    const edit = fc.record({
      permille: fc.nat(999),
      removed: fc.nat(3),
      added: fc.uint8Array({ maxLength: 3 }),
    });
    const sent = fc.record({
      cache: fc.string(),
      topic: fc.string(),
      text: fc.string({ unit: 'binary' }),
      more: fc.jsonValue(),
    });
    const age = fc.integer({ min: -59_999, max: 59_999 });

    await fc.assert(
      fc.asyncProperty(sent, age, edit, fc.constantFrom('body', 'signature'), async (payload, age, edit, part) => {
        const content = Buffer.from(JSON.stringify({ ...payload, publish_timestamp: receivedAt - age }));
        const header = hmacSha3(secret, content).toString('hex');
        const original = part === 'body' ? content : Buffer.from(header);
        const at = Math.floor((edit.permille * original.length) / 1_000);
        const changed = Buffer.concat([original.subarray(0, at), edit.added, original.subarray(at + edit.removed)]);
        fc.pre(part === 'body' ? !changed.equals(original) : changed.toString('latin1').toLowerCase() !== header);

        const [body, signature] = part === 'body' ? [changed, header] : [content, changed.toString('latin1')];
        const invocation = await environment.invoke(event(body, signature), accepting);

        const { status } = keepsContract(invocation);
        // Nothing left of the body is refused as such.
        assert.equal(status, body.length === 0 ? 400 : 401);
        assert.ok(invocation.calls.every(isNoPublication));
      }),
      { seed, numRuns: 10_000 },
    );
  });

  it('is taken when nothing was changed: of a body with another time, another signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: -59_999, max: 59_999 }), fc.boolean(), async (age, isResigned) => {
        fc.pre(age !== 0);
        const moved = Buffer.from(body.toString().replace(String(receivedAt), String(receivedAt - age)));
        const header = isResigned ? hmacSha3(secret, moved).toString('hex') : signature;

        const { status } = keepsContract(await environment.invoke(event(moved, header), accepting));

        assert.ok(isResigned ? isTaken(status) : status === 401, `answered with ${status}`);
      }),
      { seed, numRuns: 1_000 },
    );
  });
});

/** On the bus or, of a machine that stood still for a quarter of a second, in the queue. */
function isTaken(status: number): boolean {
  return status === 200 || status === 202;
}

function isNoPublication({ operation }: { readonly operation: string }): boolean {
  return operation === 'GetSecretValue';
}
