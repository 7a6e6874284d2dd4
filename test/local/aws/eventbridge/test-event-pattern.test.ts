import assert from 'node:assert/strict';
import { TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { type Running, running } from './running.ts';

const event = {
  id: '1',
  account: '1',
  source: 'shop',
  time: '2026-01-02T03:04:05Z',
  region: 'x',
  'detail-type': 'order',
};

describe('TestEventPattern', () => {
  let local: Running;
  before(async () => {
    local = await running({});
  });
  after(() => local.stop());

  async function test(pattern: string, tested: string) {
    return (await local.client.send(new TestEventPatternCommand({ EventPattern: pattern, Event: tested }))).Result;
  }

  it('says whether the pattern matches the event', async () => {
    assert.equal(await test('{"source":["shop"]}', JSON.stringify(event)), true);
    assert.equal(await test('{"source":["till"]}', JSON.stringify(event)), false);
  });

  it('refuses a pattern that is not valid with the reason', () =>
    assert.rejects(test('{"source":"shop"}', JSON.stringify(event)), {
      name: 'InvalidEventPatternException',
      message: 'Event pattern is not valid. Reason: "source" must be an object or an array',
    }));

  it('refuses an event that is not one', async () => {
    const { region, ...rest } = event;
    for (const text of ['[]', '{', '"text"', JSON.stringify(rest)]) {
      await assert.rejects(test('{"source":["shop"]}', text), {
        name: 'ValidationException',
        message: 'Parameter Event is not valid.',
      });
    }
  });
});
