import assert from 'node:assert/strict';
import { accepted, problem } from '../../../function/delivery/responses.ts';
import { type Reason, statusByReason } from '../../../function/signals.ts';
import { answered } from '../harness/deliveries.ts';

/** Status and title of RFC 9110 for every reason. */
const answers: Readonly<Record<Reason, readonly [number, string]>> = {
  'too-large': [413, 'Content Too Large'],
  'wrong-method': [405, 'Method Not Allowed'],
  'unknown-path': [404, 'Not Found'],
  'wrong-content-type': [415, 'Unsupported Media Type'],
  'empty-body': [400, 'Bad Request'],
  'malformed-signature': [401, 'Unauthorized'],
  'wrong-signature': [401, 'Unauthorized'],
  'no-secret': [401, 'Unauthorized'],
  'too-deep': [400, 'Bad Request'],
  'invalid-json': [400, 'Bad Request'],
  'not-an-object': [400, 'Bad Request'],
  'number-too-large': [400, 'Bad Request'],
  'missing-field': [400, 'Bad Request'],
  stale: [403, 'Forbidden'],
  early: [403, 'Forbidden'],
  'secret-unavailable': [503, 'Service Unavailable'],
  'publish-failed': [503, 'Service Unavailable'],
  unexpected: [500, 'Internal Server Error'],
};

const reasons = Object.keys(statusByReason) as Reason[];

/** Header fields beside the content type. */
const headers: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  405: { allow: 'POST' },
  415: { 'accept-post': 'application/json' },
  503: { 'retry-after': '5' },
};

describe('responses', () => {
  it('answer a published delivery with 200 and its id', () => {
    assert.deepEqual(accepted('id-1', 200), {
      statusCode: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"id":"id-1"}',
    });
  });

  it('answer a parked delivery with 202 and its id', () => {
    assert.deepEqual(accepted('id-1', 202), {
      statusCode: 202,
      headers: { 'content-type': 'application/json' },
      body: '{"id":"id-1"}',
    });
  });

  for (const reason of reasons) {
    const [status, title] = answers[reason];

    it(`answer ${reason} with ${status} ${title} as problem details`, () => {
      const answer = answered(problem(reason));

      const { detail, ...rest } = answer.body;
      assert.equal(answer.statusCode, status);
      assert.deepEqual(rest, { type: 'about:blank', title, status });
      assert.match(String(detail), /^[A-Z].+\.$/);
      assert.deepEqual(answer.headers, { 'content-type': 'application/problem+json', ...headers[status] });
    });
  }

  it('are the same bytes for every signature that does not hold', () => {
    const bodies = (['malformed-signature', 'wrong-signature', 'no-secret'] as const).map(problem);

    assert.deepEqual(bodies[1], bodies[0]);
    assert.deepEqual(bodies[2], bodies[0]);
  });

  it('do not tell whether a delivery was stale or early', () => {
    assert.deepEqual(problem('early'), problem('stale'));
  });
});
