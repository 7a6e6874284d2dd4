import assert from 'node:assert/strict';
import { read, refusal } from './given.ts';

const defaults = { availability: 99.9, latencyMs: 1_000, coldStartMs: 1_000 };

/** `pulumi config set --path objectives.availability 99.95` writes `availability: "99.95"`. */
describe('settings that `pulumi config set --path` writes as text', () => {
  it('are numbers where a number is wanted', () => {
    assert.deepEqual(read({ objectives: { availability: '99.95' } }).objectives, { ...defaults, availability: 99.95 });
    assert.equal(read({ thresholds: { burnRates: { ticket: '1.5' } } }).thresholds.burnRates.ticket, 1.5);
    assert.equal(read({ thresholds: { parkedPercent: '2.5' } }).thresholds.parkedPercent, 2.5);
    assert.equal(read({ logRetentionDays: '14' }).logRetentionDays, 14);
    assert.equal(
      read({ sources: [{ name: 'momento', scheme: 'momento', expectedEveryMinutes: '60' }] }).sources[0]
        ?.expectedEveryMinutes,
      60,
    );
  });

  it('are true or false where that is wanted', () => {
    assert.equal(read({ notifications: { recoveries: 'true' } }).notifications.recoveries, true);
    assert.equal(read({ protect: 'false' }).protect, false);
  });

  for (const availability of ['99,95', '0x63', '99.95 %', ' 99.95', '1e400', '']) {
    it(`are refused where they are no number of JSON: ${JSON.stringify(availability)}`, () => {
      assert.equal(
        refusal({ objectives: { availability } }),
        `webhook-bridge:objectives.availability is ${JSON.stringify(availability)}: wants a percentage from 95 to 99.999`,
      );
    });
  }
});

describe('a phone number that YAML or `pulumi config set --path` took for an integer', () => {
  const phone = (endpoint: unknown) => ({ notifications: { page: [{ protocol: 'sms', endpoint }] } });

  it('has its plus again', () => {
    assert.equal(read(phone(4915112345678)).notifications.page[0]?.endpoint, '+4915112345678');
  });

  it('is refused when it is none', () => {
    for (const endpoint of [112, -4915112345678, 49151123.5]) {
      assert.match(refusal(phone(endpoint)), /: wants a phone number such as \+4915112345678$/);
    }
  });
});

describe('objectives', () => {
  it('may be set alone, and the others are the documented ones', () => {
    assert.deepEqual(read({}).objectives, defaults);
    assert.deepEqual(read({ objectives: { latencyMs: 500 } }).objectives, { ...defaults, latencyMs: 500 });
  });
});
