import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Graph } from '../../../../local/stack/program/graph.ts';
import { ProgramError, runProgram } from '../../../../local/stack/program/program.ts';
import { awsProvider } from '../../../../local/stack/program/provider.ts';
import { emptyProject, removeCopies } from '../../../infra/project-copy.ts';
import { until } from '../../../until.ts';

const configuration = {
  project: 'shop',
  stack: 'test',
  values: { 'shop:colour': 'red' },
  encrypted: [],
  secretKeys: [],
};
const provider = awsProvider({
  region: 'eu-west-1',
  account: '000000000000',
  awsEndpoint: 'http://127.0.0.1:4566',
  functionUrl: 'http://127.0.0.1:3000/',
});

describe('Pulumi engine in this process', () => {
  after(removeCopies);

  describe('hands back of a program that runs', () => {
    let graph: Graph;
    before(async () => {
      graph = await run(`
        import { sqs } from '@pulumi/aws';
        import * as pulumi from '@pulumi/pulumi';
        class Shop extends pulumi.ComponentResource {
          constructor() {
            super('shop:index:Shop', 'shop');
            const first = new sqs.Queue('first', { name: 'first', tags: { key: pulumi.secret('hidden') } }, { parent: this });
            const second = new sqs.Queue('second', { name: pulumi.interpolate\`after-\${first.name}\` }, { parent: this, protect: true });
            new sqs.Queue('third', { name: 'third' }, { dependsOn: [second] });
          }
        }
        new Shop();
        export const colour = new pulumi.Config().require('colour');
        export const home = process.env.HOME ?? 'none';
        export const stack = pulumi.getStack() + ' of ' + pulumi.getProject();
      `);
    });

    it('every resource with its URN, made of its parents', () => {
      assert.deepEqual(graph.resources.map(({ urn }) => urn).sort(), [
        'urn:pulumi:test::shop::aws:sqs/queue:Queue::third',
        'urn:pulumi:test::shop::pulumi:pulumi:Stack::shop-test',
        'urn:pulumi:test::shop::shop:index:Shop$aws:sqs/queue:Queue::first',
        'urn:pulumi:test::shop::shop:index:Shop$aws:sqs/queue:Queue::second',
        'urn:pulumi:test::shop::shop:index:Shop::shop',
      ]);
    });

    it('its inputs with what outputs of others became, and its secrets marked', () => {
      assert.equal(named('second').inputs.name, 'after-first');
      assert.deepEqual(named('first').inputs.tags, { key: 'hidden' });
      assert.deepEqual(named('first').secretPaths, ['tags.key']);
      assert.equal(named('first').outputs.arn, 'arn:aws:sqs:eu-west-1:000000000000:first');
    });

    it('its options: parent, protection, and dependencies by reference and by wish', () => {
      assert.equal(named('first').parent, named('shop').urn);
      assert.deepEqual([named('first').protect, named('second').protect], [false, true]);
      assert.deepEqual(named('second').dependencies, [named('first').urn]);
      assert.deepEqual(named('third').dependencies, [named('second').urn]);
    });

    it("the stack's outputs, made of its configuration and of nothing else around it", () => {
      assert.deepEqual(graph.outputs, { colour: 'red', home: 'none', stack: 'test of shop' });
    });

    function named(name: string) {
      const found = graph.resources.find((resource) => resource.name === name);
      return found ?? assert.fail(`no ${name}`);
    }
  });

  const failures: readonly (readonly [string, string, RegExp])[] = [
    ['throws', "throw new Error('out of paint');", /out of paint/],
    ['stops by a RunError', "import { RunError } from '@pulumi/pulumi'; throw new RunError('no paint');", /^no paint$/],
    ['rejects a promise', "Promise.reject(new Error('late paint'));", /late paint/],
    ['cannot be parsed', 'const = 5;', /SyntaxError|Unexpected token/],
    ['imports what is not there', "import './missing.ts';", /missing\.ts/],
    ['exits by itself', 'process.exit(7);', /^exit status 7$/],
    [
      'registers a type without a service',
      "import { s3 } from '@pulumi/aws'; new s3.Bucket('uploads', {});",
      /the local AWS has no aws:s3\/bucket:Bucket \(uploads\)/,
    ],
  ];
  for (const [what, source, message] of failures) {
    it(`fails with the words of a program that ${what}, and leaves nothing running`, async () => {
      const before = running();

      await assert.rejects(run(source), (error) => {
        assert.ok(error instanceof ProgramError);
        assert.match(error.message, message);
        return true;
      });

      await until(() => running().length <= before.length);
    });
  }
});

function run(source: string): Promise<Graph> {
  const folder = emptyProject();
  writeFileSync(join(folder, 'infra/index.ts'), source);
  return runProgram(folder, configuration, provider);
}

/** Child processes and listening sockets of this process. */
function running(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => kind === 'ProcessWrap' || kind === 'TCPServerWrap');
}
