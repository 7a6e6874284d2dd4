import assert from 'node:assert/strict';
import { read, refusal, shown } from './given.ts';

const rulesWith = (inputTransformer: unknown) => [
  { name: 'all', pattern: { source: ['x'] }, targets: [{ type: 'queue', inputTransformer }] },
];
const at = 'webhook-bridge:rules.0.targets.0.inputTransformer';
const ofAws =
  'aws.events.rule-arn, aws.events.rule-name, aws.events.event.ingestion-time, aws.events.event, aws.events.event.json';
const paths = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`p${index}`, '$.id']));

describe('the input transformer of a target', () => {
  for (const taken of [
    { template: '"<aws.events.rule-name> <aws.events.rule-arn> at <aws.events.event.ingestion-time>"' },
    { template: '{"with":<aws.events.event.json>,"without":[<aws.events.event>]}' },
    { template: '"of <aws.events.event>"' },
    { template: '{"of":"<a> and \\"<a>\\"","a":<a>}', paths: { a: '$.detail.metadata.id' } },
    { template: '<a-b_9>', paths: { 'a-b_9': '$..*', unused: "$['x y'][*]" } },
    { template: '"a < b > c, <> and </b>"' },
    { template: `"${'x'.repeat(8_190)}"` },
    { template: '"<p0>"', paths: paths(100) },
    { template: '"<a>"', paths: { a: `$.${'x'.repeat(254)}` } },
    { template: `"<${'n'.repeat(256)}>"`, paths: { ['n'.repeat(256)]: '$' } },
  ]) {
    it(`is taken as AWS takes it: ${shown(taken).slice(0, 120)}`, () => {
      const [target] = read({ rules: rulesWith(taken) }).rules[0]?.targets ?? [];

      assert.deepEqual(target, { type: 'queue', inputTransformer: taken });
    });
  }

  for (const name of ['notdefinedkey', 'aws.events.rule', 'detail.id', 'p1']) {
    it(`is refused with AWS's words where a variable has no path: ${name}`, () => {
      const template = `"Event of <p0>, with <${name}>"`;

      assert.equal(
        refusal({ rules: rulesWith({ template, paths: { p0: '$.id' } }) }),
        `${at}.template is ${JSON.stringify(template)}: wants a template whose variables all have a path or are AWS's own (p0, ${ofAws}); AWS says "InputTemplate for target queue contains invalid placeholder ${name}."`,
      );
    });
  }

  for (const name of ['detail.id', 'aws.events.event', 'a b', 'é', '', 'n'.repeat(257)]) {
    it(`is refused for a name that is none: ${name.slice(0, 20)}`, () => {
      assert.equal(
        refusal({ rules: rulesWith({ template: '"x"', paths: { [name]: '$.id' } }) }),
        `${at}.paths is ${JSON.stringify({ [name]: '$.id' })}: wants names of 1 to 256 letters, digits, hyphens and underscores: AWS takes [A-Za-z0-9_-]+`,
      );
    });
  }

  it('has at most 100 paths, each of at most 256 characters', () => {
    assert.match(refusal({ rules: rulesWith({ template: '"x"', paths: paths(101) }) }), /wants at most 100 paths$/);
    assert.match(
      refusal({ rules: rulesWith({ template: '"x"', paths: { a: `$.${'x'.repeat(255)}` } }) }),
      /paths\.a is .*: wants a JSON path of at most 256 characters$/,
    );
  });

  it('has a template of at most 8,192 characters', () => {
    assert.match(
      refusal({ rules: rulesWith({ template: `"${'x'.repeat(8_191)}"` }) }),
      /wants at most 8,192 characters$/,
    );
  });

  for (const [variable, path] of [
    ['aws.events.event', undefined],
    ['aws.events.event.json', undefined],
    ['whole', '$'],
    ['data', '$.detail.data'],
    ['metadata', '$.detail.metadata'],
  ] as const) {
    it(`is refused where an object would stand inside a string of JSON, which AWS delivers to nobody: ${path ?? variable}`, () => {
      const template = `{"of":"it is <${variable}>"}`;

      assert.equal(
        refusal({ rules: rulesWith({ template, ...(path && { paths: { [variable]: path } }) }) }),
        `${at}.template is ${JSON.stringify(template)}: wants <${variable}> without quotation marks around it, as it is an object or array: AWS would take the target and deliver nothing`,
      );
    });
  }

  for (const template of ['{"a":<p0>', '{<p0>:1}', '{"a":<p0><p0>}', "['a']"]) {
    it(`is refused where what begins as JSON can never be it: ${template}`, () => {
      assert.equal(
        refusal({ rules: rulesWith({ template, paths: paths(1) }) }),
        `${at}.template is ${JSON.stringify(template)}: wants JSON, with variables as values or inside strings: AWS would take the target and deliver nothing`,
      );
    });
  }
});

describe('the input path of a target', () => {
  it('has at most 256 characters', () => {
    const targets = [{ type: 'queue', inputPath: `$.${'x'.repeat(255)}` }];

    assert.match(
      refusal({ rules: [{ name: 'all', pattern: { source: ['x'] }, targets }] }),
      /^webhook-bridge:rules\.0\.targets\.0\.inputPath is .*: wants a JSON path of at most 256 characters$/,
    );
  });
});
