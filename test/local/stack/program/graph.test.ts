import assert from 'node:assert/strict';
import { decode, ofType, type Resource } from '../../../../local/stack/program/graph.ts';

const signature = '4dabf18193072939515e22adb298388d';
const secret = (value: unknown) => ({ [signature]: '1b47061264138c4ac30d75fd1eb44270', value });
const fileArchive = (path: string) => ({ [signature]: '0def7320c3a5731c473e5ecbe6d01bc7', path });

describe('resource graph', () => {
  it('reads plain values as they are', () => {
    const plain = { text: 'a', number: 1, flag: false, none: null, list: [1, { a: [] }], object: { a: { b: '' } } };

    assert.deepEqual(decode(plain), { properties: plain, secretPaths: [] });
  });

  it('unwraps secrets and says where they stood', () => {
    assert.deepEqual(decode({ top: secret('a'), plain: 'b', object: { inner: secret(1) }, list: ['x', secret('c')] }), {
      properties: { top: 'a', plain: 'b', object: { inner: 1 }, list: ['x', 'c'] },
      secretPaths: ['top', 'object.inner', 'list.1'],
    });
  });

  it('unwraps a secret object, and a secret in a secret', () => {
    assert.deepEqual(decode({ outer: secret({ a: 1, inner: secret([2]) }) }), {
      properties: { outer: { a: 1, inner: [2] } },
      secretPaths: ['outer', 'outer.inner'],
    });
  });

  it('reads a file archive as its path, also inside a secret', () => {
    assert.deepEqual(decode({ code: fileArchive('/a.zip'), hidden: secret(fileArchive('/b.zip')) }), {
      properties: { code: '/a.zip', hidden: '/b.zip' },
      secretPaths: ['hidden'],
    });
  });

  it('refuses a value of another kind, by its path', () => {
    assert.throws(() => decode({ a: [{ b: { [signature]: 'c44067f5952c0a294b673a41bacd8c17' } }] }), {
      message: /^a\.0\.b is a Pulumi value of a kind the local run does not read \(c44067/,
    });
  });

  it('finds the resources of a type, and not those whose type begins with it', () => {
    const resources = ['aws:sqs/queue:Queue', 'aws:sqs/queue:QueuePolicy', 'aws:sqs/queue:Queue'].map(resource);

    assert.deepEqual(ofType({ resources, outputs: {} }, 'aws:sqs/queue:Queue'), [resources[0], resources[2]]);
  });
});

function resource(type: string): Resource {
  return {
    urn: `urn:pulumi:dev::p::${type}::x`,
    type,
    name: 'x',
    custom: true,
    parent: '',
    id: 'x',
    inputs: {},
    outputs: {},
    secretPaths: [],
    protect: false,
    dependencies: [],
    afterCreate: [],
    provider: '',
  };
}
