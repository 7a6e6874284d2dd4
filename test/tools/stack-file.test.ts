import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FlagError } from '../../tools/command-line/flags.ts';
import { readStack, StackFileError } from '../../tools/stack-file.ts';

const project = `
name: shop
config:
  size: { type: integer, default: 3 }
  colour: { type: string, default: red }
  nested: { type: object, default: { deep: [1, 2] } }
  list: { type: array, items: { type: object }, default: [] }
  on: { type: boolean, default: false }
`;

describe('stack file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
    write('Pulumi.yaml', project);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("lies over the project's defaults, every value as text and objects as JSON", () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: 4\n  other:flag: true\n');

    assert.deepEqual(readStack(folder, 'test'), {
      project: 'shop',
      stack: 'test',
      values: {
        'shop:size': '4',
        'shop:colour': 'red',
        'shop:nested': '{"deep":[1,2]}',
        'shop:list': '[]',
        'shop:on': 'false',
        'other:flag': 'true',
      },
      encrypted: [],
      secretKeys: [],
    });
  });

  it('may leave the project out of its keys, or write it the old way, as the CLI takes them', () => {
    write('Pulumi.test.yaml', 'config:\n  size: 4\n  shop:config:colour: blue\n');

    const { values } = readStack(folder, 'test');

    assert.deepEqual([values['shop:size'], values['shop:colour']], ['4', 'blue']);
  });

  it('is refused with a key that the CLI cannot parse', () => {
    write('Pulumi.test.yaml', 'config:\n  a:b:size: 4\n');

    refuses(
      'test',
      `${join(folder, 'Pulumi.test.yaml')}: could not parse a:b:size as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
    );
  });

  it('is refused with a setting twice, of which the CLI would take either', () => {
    write('Pulumi.test.yaml', 'config:\n  size: 4\n  shop:size: 5\n');

    refuses('test', `${join(folder, 'Pulumi.test.yaml')}: shop:size is set twice, with and without its project`);
  });

  it('is refused with settings beside config, which the CLI overlooks', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: 4\nshop:colour: blue\n');

    refuses(
      'test',
      `${join(folder, 'Pulumi.test.yaml')}: shop:colour stands beside config, where Pulumi overlooks it; settings stand below config, and beside it encryptionsalt, secretsprovider, encryptedkey, environment`,
    );
  });

  it('is refused with an environment of Pulumi ESC, whose settings are not known here', () => {
    write('Pulumi.test.yaml', 'environment:\n  - shop/dev\n');

    refuses('test', /Pulumi\.test\.yaml: environment takes settings from Pulumi ESC, which is not asked here/);
  });

  for (const [key, text, type, shown] of [
    ['size', '"1e3"', 'integer', '"1e3"'],
    ['size', '1.5', 'integer', '1.5'],
    ['size', '', 'integer', '""'],
    ['nested', '"{}"', 'object', '"{}"'],
    ['list', '\'[{"a":1}]\'', 'array<object>', '"[{\\"a\\":1}]"'],
    ['list', '[1]', 'array<object>', '[1]'],
    ['on', '1', 'boolean', '1'],
    ['on', 'yes', 'boolean', '"yes"'],
    ['colour', '{ a: 1 }', 'string', '{"a":1}'],
  ] as const) {
    it(`is refused in the CLI's words with a value of another type than declared: ${key}: ${text}`, () => {
      write('Pulumi.test.yaml', `config:\n  shop:${key}: ${text}\n`);

      refuses('test', `Stack 'test' with configuration key '${key}' must be of type '${type}'; it is ${shown}`);
    });
  }

  // What pulumi/sdk 3.274.0 makes of the same file.
  for (const [text, read] of [
    ['1e3', '1000'],
    ['01000', '512'],
    ['0o17', '15'],
    ['0x1F', '31'],
    ['-0b11', '-3'],
    ['1_000', '1000'],
    ['08', '8'],
    ['1.10', '1.1'],
    ['5.', '5'],
    ['12345678901234567890', '12345678901234567890'],
    ['9007199254740993', '9007199254740993'],
    ['"007"', '007'],
    ['yes', 'yes'],
    ['null', ''],
    ['TRUE', 'true'],
    ['12:30:45', '12:30:45'],
    ['2026-01-31', '2026-01-31 00:00:00 +0000 UTC'],
    ['2026-1-3', '2026-01-03 00:00:00 +0000 UTC'],
    ['2026-02-30', '2026-02-30'],
    ['2026-01-31T10:20:30.500Z', '2026-01-31 10:20:30.5 +0000 UTC'],
    ['2026-01-31T10:20:30+02:00', '2026-01-31 10:20:30 +0200 +0200'],
    ['{ b: 1, a: { d: 2, c: [{ z: 1, y: 2 }] } }', '{"a":{"c":[{"y":2,"z":1}],"d":2},"b":1}'],
    ['{ 2026: x }', '{"2026":"x"}'],
  ] as const) {
    it(`is read as the CLI reads it: ${text}`, () => {
      write('Pulumi.test.yaml', `config:\n  other:value: ${text}\n`);

      assert.equal(readStack(folder, 'test').values['other:value'], read);
    });
  }

  it('gives way to settings of the command line, as with the CLI', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: 4\n');

    const { values } = readStack(folder, 'test', ['size=5', 'shop:colour=a=b']);

    assert.deepEqual([values['shop:size'], values['shop:colour']], ['5', 'a=b']);
    assert.throws(() => readStack(folder, 'test', ['size']), {
      message: '--config is "size"; it wants KEY=VALUE, as in --config memory=512',
    });
  });

  it('gives way to settings by key, each as a file would have it', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: 4\n');

    const { values } = readStack(folder, 'test', [], { size: 5, list: [{ a: 1 }] });

    assert.deepEqual([values['shop:size'], values['shop:list']], ['5', '[{"a":1}]']);
  });

  it('leaves out a whole entry of a list of which a part is encrypted, and says which', () => {
    write(
      'Pulumi.test.yaml',
      'config:\n  shop:list:\n    - { kind: one, address: { secure: AAAA } }\n    - { kind: two, address: plain }\n',
    );

    const { values, encrypted, secretKeys } = readStack(folder, 'test');

    assert.equal(values['shop:list'], '[{"address":"plain","kind":"two"}]');
    assert.deepEqual(encrypted, ['shop:list.0.address']);
    assert.deepEqual(secretKeys, ['shop:list']);
  });

  it('may be empty: the defaults alone hold', () => {
    write('Pulumi.test.yaml', '');

    assert.deepEqual(Object.keys(readStack(folder, 'test').values), [
      'shop:size',
      'shop:colour',
      'shop:nested',
      'shop:list',
      'shop:on',
    ]);
  });

  it('replaces an object as a whole, as the CLI does', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:nested: { other: 1 }\n');

    assert.equal(readStack(folder, 'test').values['shop:nested'], '{"other":1}');
  });

  it('keeps text as text: quoted numbers and booleans lose nothing', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:colour: "007"\n  shop:size: "010"\n');

    const { values } = readStack(folder, 'test');

    assert.deepEqual([values['shop:colour'], values['shop:size']], ['007', '010']);
  });

  it('gives no encrypted value, at any depth, but names its key', () => {
    write(
      'Pulumi.test.yaml',
      [
        'encryptionsalt: v1:x',
        'config:',
        '  shop:colour: { secure: v1:aaa }',
        '  shop:nested: { plain: 1, key: { secure: v1:bbb }, list: [{ inner: { secure: v1:ccc }, kept: 2 }] }',
      ].join('\n'),
    );

    const { values, encrypted } = readStack(folder, 'test');

    assert.deepEqual(encrypted, ['shop:colour', 'shop:nested.key', 'shop:nested.list.0.inner']);
    assert.equal(values['shop:nested'], '{"list":[],"plain":1}');
    assert.doesNotMatch(JSON.stringify(values), /v1:/);
  });

  it('that is missing is named with those that exist', () => {
    write('Pulumi.dev.yaml', '');
    write('Pulumi.prod.yaml', '');

    refuses('staging', 'there is no stack staging: Pulumi.staging.yaml is missing; here are dev, prod');
  });

  it('that is missing where there is none says so', () => {
    refuses('dev', 'there is no stack dev: Pulumi.dev.yaml is missing; here are none');
  });

  it('that is malformed YAML is named by its path, with the line', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: [1\n');

    refuses('test', /Pulumi\.test\.yaml cannot be read: .*line [23]/s);
  });

  it('whose config is no mapping is named by its path', () => {
    write('Pulumi.test.yaml', 'config: 5\n');

    refuses('test', /Pulumi\.test\.yaml: .*config/s);
  });

  it('of a project without a name is refused by the path of Pulumi.yaml', () => {
    write('Pulumi.yaml', 'runtime: nodejs\n');
    write('Pulumi.test.yaml', '');

    refuses('test', /Pulumi\.yaml: .*name/s);
  });

  function write(file: string, text: string) {
    writeFileSync(join(folder, file), text);
  }

  function refuses(stack: string, message: string | RegExp) {
    assert.throws(
      () => readStack(folder, stack),
      (error) => {
        assert.ok(error instanceof StackFileError || error instanceof FlagError);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  }
});
