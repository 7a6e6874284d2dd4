import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Scheme } from '../../function/sources/scheme.ts';
import { schemes } from '../../function/sources/schemes.ts';
import { handshakeOf, newSecret, type SignedRequest, senderOf } from '../../tools/senders.ts';
import { request } from '../function/harness/deliveries.ts';
import { accepting } from './aws-answers.ts';
import { publications } from './guarantees.ts';
import { seed } from './seed.ts';
import { secretIdOf } from './sources.ts';
import { startEnvironment, type WarmEnvironment } from './warm-environment.ts';

/** Sequences of so many requests, to one environment that has a source per scheme: some 25,000. */
const sequences = 1_050;
const length = 24;

const verifyToken = 'a-token-of-our-own';
/** Beyond every tolerance. */
const untimelyMs = 960_000;
const secrets = Object.fromEntries(schemes.map(({ name }) => [name, newSecret(name)]));

const acts = [
  ...['delivered', 'delivered', 'again', 'untimely', 'handshake'],
  ...['by another secret', 'to another source', 'changed', 'unsigned', 'garbled', 'as text', 'by another method'],
] as const;

const step = fc.record({
  scheme: fc.constantFrom(...schemes),
  other: fc.constantFrom(...schemes),
  act: fc.constantFrom(...acts),
  at: fc.integer({ min: 1_767_225_600_000, max: 1_798_761_600_000 }),
  /** Where something is changed, as a share of its length, and into what. */
  where: fc.double({ min: 0, max: 0.999, noNaN: true }),
  into: fc.constantFrom(...'{}[]"0a,:=&%+ \u0000'),
  isEarly: fc.boolean(),
  garbage: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.base64String()),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

describe('any request to a source of any scheme', function () {
  this.timeout(600_000);
  let environment: WarmEnvironment;
  const counts = new Map<string, number>();

  before(async () => {
    const declared = schemes.map(({ name, subscription }) => ({
      ...{ name, scheme: name, secretId: secretIdOf(name) },
      ...(subscription && { verifyToken }),
    }));
    const values = Object.entries(secrets).map(([name, current]) => [name, { current }]);
    environment = await startEnvironment({ declared, secrets: Object.fromEntries(values) });
  });
  after(() => environment.close());

  it('is published once if its sender made it now, and never otherwise', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: length, maxLength: length }), async (steps) => {
        for (const one of steps) await holds(one);
      }),
      { seed, numRuns: sequences, endOnFailure: true },
    );
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
    console.log(`    ${total} requests; ${JSON.stringify(Object.fromEntries(counts))}`);
    assert.equal(counts.size, new Set(acts).size);
  });

  async function holds(one: Step): Promise<void> {
    const { scheme, act, at } = one;
    const [sentAt, taken] = [act === 'untimely' ? at + (one.isEarly ? 1 : -1) * untimelyMs : at, scheme.answer ?? 200];
    const delivery = senderOf(scheme.name, urlOf(scheme))(secrets[scheme.name] ?? '', sentAt);
    counts.set(act, (counts.get(act) ?? 0) + 1);
    switch (act) {
      case 'delivered':
        return isPublished(await send(scheme, delivery, at), taken, scheme, delivery);
      case 'again': {
        isPublished(await send(scheme, delivery, at), taken, scheme, delivery);
        return isRefused(await send(scheme, delivery, at), [taken]);
      }
      case 'untimely':
        if (scheme.timestamp) return isRefused(await send(scheme, delivery, at), [403]);
        return isPublished(await send(scheme, delivery, at), taken, scheme, delivery);
      case 'handshake': {
        const asked = handshakeOf(scheme.name, secrets[scheme.name] ?? '', at, urlOf(scheme), verifyToken);
        if (!asked) return;
        const { method, query, headers = {}, body = '', answer } = asked;
        return isRefused(await send(scheme, { headers, body }, at, { method, query }), [answer.status]);
      }
      case 'by another secret': {
        const secret = newSecret(scheme.name) === secrets[scheme.name] ? 'AAAA' : newSecret(scheme.name);
        return isRefused(await send(scheme, senderOf(scheme.name, urlOf(scheme))(secret, at), at), [401]);
      }
      case 'to another source':
        if (one.other === scheme) return;
        return isRefused(await send(one.other, delivery, at), [401, 415]);
      case 'changed': {
        const body = changed(delivery.body, one);
        if (scheme.isBodySigned === false || body === delivery.body) return;
        return isRefused(await send(scheme, { ...delivery, body }, at), [401]);
      }
      case 'unsigned':
        return isRefused(await send(scheme, signedBy(scheme, delivery, undefined), at), [401]);
      case 'garbled':
        return isRefused(await send(scheme, signedBy(scheme, delivery, one.garbage), at), [401]);
      case 'as text': {
        const headers = { ...delivery.headers, 'content-type': 'text/plain' };
        return isRefused(await send(scheme, { ...delivery, headers }, at), [415]);
      }
      case 'by another method':
        return isRefused(await send(scheme, delivery, at, { method: 'PUT' }), [405]);
    }
  }

  async function send(
    { name }: Scheme,
    { headers, body }: SignedRequest,
    timeEpoch: number,
    { method = 'POST', query = '' } = {},
  ) {
    const event = request({ method, path: `/${name}`, headers, body, timeEpoch });
    const invocation = await environment.invoke({ ...event, rawQueryString: query.slice(1) }, accepting);
    const written = JSON.stringify(invocation.output);
    assert.ok(!written.includes(secrets[name] ?? ''), 'a secret is in the log');
    return invocation;
  }
});

type Invocation = Awaited<ReturnType<WarmEnvironment['invoke']>>;

function statusOf({ answer }: Invocation): unknown {
  return typeof answer === 'object' && answer !== null && 'statusCode' in answer ? answer.statusCode : undefined;
}

function isPublished(invocation: Invocation, status: number, { name }: Scheme, { body, headers }: SignedRequest): void {
  assert.equal(statusOf(invocation), status, name);
  const [publication, ...others] = publications(invocation.calls);
  assert.ok(publication && others.length === 0, `${name} is ${publications(invocation.calls).length} times on the bus`);
  const isForm = headers['content-type']?.includes('form') === true;
  const data = isForm ? JSON.stringify(Object.fromEntries(new URLSearchParams(body))) : body;
  assert.deepEqual([publication.source, publication.text], [name, data]);
}

/** Or answered without being published. */
function isRefused(invocation: Invocation, statuses: readonly number[]): void {
  const status = statusOf(invocation);
  assert.ok(
    statuses.some((one) => one === status),
    `answered with ${status}, not ${statuses.join(' or ')}`,
  );
  assert.deepEqual(publications(invocation.calls), []);
}

function urlOf({ name }: Scheme): string {
  return `https://abcdefghij.lambda-url.eu-west-1.on.aws/${name}`;
}

function changed(body: string, { where, into }: Step): string {
  const at = Math.floor(where * body.length);
  return body.slice(0, at) + into + body.slice(at + 1);
}

function signedBy({ signature }: Scheme, { headers, body }: SignedRequest, text: string | undefined): SignedRequest {
  const names: readonly string[] = signature.names;
  const others = Object.entries(headers).filter(([name]) => !names.includes(name));
  return { headers: Object.fromEntries(text === undefined ? others : [...others, [names[0] ?? '', text]]), body };
}
