import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readStack, StackFileError } from '../../tools/stack-file.ts';

const project = `
name: shop
config:
  size: { type: integer, default: 3 }
  colour: { type: string, default: red }
  nested: { type: object, default: { deep: [1, 2] } }
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
      values: { 'shop:size': '4', 'shop:colour': 'red', 'shop:nested': '{"deep":[1,2]}', 'other:flag': 'true' },
      encrypted: [],
    });
  });

  it('is refused with a key that belongs to no project, as the CLI refuses it', () => {
    write('Pulumi.test.yaml', 'config:\n  size: 4\n');

    assert.throws(() => readStack(folder, 'test'), {
      name: 'Error',
      message: `${join(folder, 'Pulumi.test.yaml')}: size belongs to no project; write shop:size`,
    });
  });

  it('gives way to settings of the command line, as with the CLI', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:size: 4\n');

    const { values } = readStack(folder, 'test', ['size=5', 'shop:colour=a=b']);

    assert.deepEqual([values['shop:size'], values['shop:colour']], ['5', 'a=b']);
    assert.throws(() => readStack(folder, 'test', ['size']), {
      message: '--config is "size"; it wants KEY=VALUE, as in --config memory=512',
    });
  });

  it('may be empty: the defaults alone hold', () => {
    write('Pulumi.test.yaml', '');

    assert.deepEqual(Object.keys(readStack(folder, 'test').values), ['shop:size', 'shop:colour', 'shop:nested']);
  });

  it('replaces an object as a whole, as the CLI does', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:nested: { other: 1 }\n');

    assert.equal(readStack(folder, 'test').values['shop:nested'], '{"other":1}');
  });

  it('keeps text as text: quoted numbers and booleans lose nothing', () => {
    write('Pulumi.test.yaml', 'config:\n  shop:colour: "007"\n  shop:size: "1e3"\n');

    const { values } = readStack(folder, 'test');

    assert.deepEqual([values['shop:colour'], values['shop:size']], ['007', '1e3']);
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
    assert.equal(values['shop:nested'], '{"plain":1,"list":[{"kept":2}]}');
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
        assert.ok(error instanceof StackFileError);
        if (typeof message === 'string') assert.equal(error.message, message);
        else assert.match(error.message, message);
        return true;
      },
    );
  }
});
