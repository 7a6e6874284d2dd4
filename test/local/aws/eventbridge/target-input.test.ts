import assert from 'node:assert/strict';
import type { InputTransformer } from '../../../../local/aws/eventbridge/bus.ts';
import { ingest } from '../../../../local/aws/eventbridge/event.ts';
import { targetInput } from '../../../../local/aws/eventbridge/target-input/target-input.ts';
import { origin, rule, target } from './running.ts';

const entry = {
  source: 'shop',
  detailType: 'order placed',
  detail:
    '{"id":1234567890123456789,"who":"Ann","say":"a \\"b\\"","paid":true,"none":null,"items":[{"sku":"x"},{"sku":"y"}],"to":{"city":"Oslo","no":1.50},"a/b":"slash"}',
  resources: ['r1'],
  time: Date.UTC(2026, 0, 2, 3, 4, 5),
};
const event = ingest(entry, origin, Date.UTC(2026, 0, 2, 3, 4, 9, 999));

function sent(changes: Parameters<typeof target>[0]) {
  return targetInput(rule({ name: 'named' }), target(changes), event);
}

function body(changes: Parameters<typeof target>[0]): string {
  const input = sent(changes);
  assert.ok(input.ok, input.ok ? '' : input.reason);
  return input.body;
}

function transformed(inputTemplate: string, inputPathsMap: InputTransformer['inputPathsMap'] = {}): string {
  return body({ inputTransformer: { inputTemplate, inputPathsMap } });
}

describe('the input of a target', () => {
  it('is the event by default', () => assert.equal(body({}), event.text));

  it('is the constant that it asks for', () => assert.equal(body({ input: '{"a": 1}' }), '{"a": 1}'));

  const paths: readonly (readonly [string, string])[] = [
    ['$', ''],
    ['$.detail-type', '"order placed"'],
    ['$.detail.to', '{"city":"Oslo","no":1.50}'],
    ['$.detail.id', '1234567890123456789'],
    ['$.detail.items[1].sku', '"y"'],
    ['$.detail.items[*].sku', '["x","y"]'],
    ['$.detail.to.*', '["Oslo",1.50]'],
    ["$.detail['who']", '"Ann"'],
    ['$.detail.a/b', '"slash"'],
    ['$.detail.none', 'null'],
    ['$.resources[0]', '"r1"'],
  ];
  for (const [path, expected] of paths) {
    it(`is the part at ${path}`, () => {
      assert.equal(body({ inputPath: path }), expected || JSON.stringify(event.json));
    });
  }

  for (const path of [
    '$.detail.nothing',
    '$.detail.items[2]',
    '$.detail.who.length',
    '$..sku',
    'detail',
    '$.toString',
  ]) {
    it(`cannot be the part at ${path}`, () => assert.equal(sent({ inputPath: path }).ok, false));
  }
});

describe('an input template', () => {
  const where = {
    who: '$.detail.who',
    to: '$.detail.to',
    items: '$.detail.items',
    id: '$.detail.id',
    gone: '$.detail.x',
  };

  it('of JSON gets values with their types', () => {
    const template = '{ "who": <who>, "to": <to>, "items": <items>, "id": <id>, "list": [ 9, <who>, true ] }';
    const expected =
      '{"who":"Ann","to":{"city":"Oslo","no":1.50},"items":[{"sku":"x"},{"sku":"y"}],"id":1234567890123456789,"list":[9,"Ann",true]}';
    assert.equal(transformed(template, where), expected);
  });

  it('of JSON gets text inside its strings', () => {
    const template = String.raw`{"a":"<who>","b":"it is \"<who>\" of <gone>","c":"<id>"}`;
    const filled = { a: 'Ann', b: 'it is "Ann" of ', c: '1234567890123456789' };
    assert.equal(transformed(template, where), JSON.stringify(filled));
  });

  // Recorded from AWS, which takes such a target and delivers nothing.
  for (const template of [
    '{"a":"<to>"}',
    '{"a":"of <to>","b":<to>}',
    '{"a":"<items>"}',
    '{"a":"<aws.events.event>"}',
  ]) {
    it(`of JSON with an object or array inside quotation marks is undeliverable: ${template}`, () => {
      const input = sent({ inputTransformer: { inputTemplate: template, inputPathsMap: where } });

      assert.match(input.ok ? '' : input.reason, /is an object or array inside quotation marks/);
    });
  }

  it('of text keeps its quotation marks', () => {
    assert.equal(
      transformed('"<who> of <to> has <id>"', where),
      '"Ann of {city:Oslo,no:1.50} has 1234567890123456789"',
    );
  });

  it('of several lines keeps them', () =>
    assert.equal(transformed('"<who>"\n"<id>"', where), '"Ann"\n"1234567890123456789"'));

  it('gets nothing for a path that finds nothing', () => {
    assert.equal(transformed('{"a":<gone>,"b":"<gone>"}', where), '{"a":"","b":""}');
    assert.equal(transformed('"[<gone>]"', where), '"[]"');
  });

  it('that begins with a brace inside quotation marks is text', () => {
    assert.equal(transformed('"{[/ <who>"', where), '"{[/ Ann"');
  });

  it('has the variables of the rule', () => {
    const template = '"<aws.events.rule-name> <aws.events.rule-arn> <aws.events.event.ingestion-time>"';
    assert.equal(
      transformed(template),
      '"named arn:aws:events:eu-west-1:000000000000:rule/default/all 2026-01-02T03:04:09Z"'.replace('all', 'named'),
    );
  });

  it('has the event with its detail and without', () => {
    const { detail, 'detail-type': detailType, ...rest } = JSON.parse(event.text);
    const filled = JSON.parse(transformed('{"without":<aws.events.event>,"with":<aws.events.event.json>}'));
    assert.deepEqual(filled.without, { ...rest, detailType });
    assert.deepEqual(filled.with, { ...rest, detail, 'detail-type': detailType });
  });

  it('does not escape a value, and is undeliverable when that breaks it', () => {
    const say = { say: '$.detail.say' };
    assert.equal(transformed('"<say>"', say), '"a "b""');
    const broken = sent({ inputTransformer: { inputTemplate: '{"a":"<say>"}', inputPathsMap: say } });
    assert.match(broken.ok ? '' : broken.reason, /is not JSON: \{"a":"a "b""\}/);
  });
});
