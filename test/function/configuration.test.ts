import assert from 'node:assert/strict';
import { readConfiguration } from '../../function/configuration.ts';
import { momento } from '../../function/sources/momento.ts';

const environment = {
  BUS_NAME: 'deliveries',
  PARKING_QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/parking',
  SOURCES: '[{"name":"chat","scheme":"momento","secretId":"arn:secret:chat"}]',
  FRESHNESS_SECONDS: '60',
  MAX_DELIVERY_BYTES: '262144',
  SECRET_CACHE_SECONDS: '300',
};

describe('configuration', () => {
  it('reads the environment that the Pulumi program writes, seconds as milliseconds', () => {
    assert.deepEqual(readConfiguration(environment), {
      busName: 'deliveries',
      parkingQueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/parking',
      sources: [{ name: 'chat', scheme: momento, secretId: 'arn:secret:chat' }],
      freshnessMs: 60_000,
      maxDeliveryBytes: 262_144,
      secretCacheMs: 300_000,
    });
  });

  it('takes 0 for a number', () => {
    assert.equal(readConfiguration({ ...environment, SECRET_CACHE_SECONDS: '0' }).secretCacheMs, 0);
  });

  for (const name of Object.keys(environment)) {
    it(`says that ${name} is missing`, () => {
      const message = new RegExp(`\\b${name} is missing`);

      assert.throws(() => readConfiguration({ ...environment, [name]: undefined }), { message });
      assert.throws(() => readConfiguration({ ...environment, [name]: '' }), { message });
    });
  }

  for (const name of ['FRESHNESS_SECONDS', 'MAX_DELIVERY_BYTES', 'SECRET_CACHE_SECONDS']) {
    for (const value of ['sixty', '1.5', '60s', 'Infinity', 'NaN', '9007199254740992']) {
      it(`says that ${name} is no whole number when it is ${value}`, () => {
        const message = new RegExp(`\\b${name} is no whole number`);

        assert.throws(() => readConfiguration({ ...environment, [name]: value }), { message });
      });
    }
  }

  it('names SOURCES when it is not JSON', () => {
    assert.throws(() => readConfiguration({ ...environment, SOURCES: '[{' }), { message: /SOURCES/ });
  });

  it('refuses a source of a scheme that the bridge does not have', () => {
    const SOURCES = '[{"name":"chat","scheme":"carrier-pigeon","secretId":"arn:secret:chat"}]';

    assert.throws(() => readConfiguration({ ...environment, SOURCES }), { message: /SOURCES/ });
  });
});
