import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { unzipSync } from 'fflate';
import ts from 'typescript';
import type { Scheme } from '../../../function/sources/scheme.ts';
import { schemes } from '../../../function/sources/schemes.ts';
import { buildAndAccount, buildFunction } from '../../../infra/bundle/bundle.ts';
import { emptyProject, projectCopy, removeCopies } from '../project-copy.ts';
import { read } from '../settings/given.ts';

describe('function bundle', () => {
  const timeZone = process.env.TZ;
  let one: Buffer;
  let other: Buffer;

  before(async () => {
    one = await bundled();
    process.env.TZ = 'Pacific/Kiritimati';
    other = await bundled();
  });
  after(() => {
    if (timeZone === undefined) delete process.env.TZ;
    else process.env.TZ = timeZone;
    removeCopies();
  });

  it('is byte for byte the same from another folder, on a clock of another time zone', () => {
    assert.ok(one.equals(other));
  });

  it('holds the entry, its four parts, and nothing else', () => {
    const parts = ['function.cjs', 'index.mjs', 'parking-queue.cjs', 'sdk.cjs', 'telemetry.cjs'];

    assert.deepEqual(Object.keys(unzipSync(one)).sort(), parts);
  });

  it('is at most 130 kB', () => {
    assert.ok(one.length <= 130_000, `${one.length} bytes`);
  });

  it('is at most 133 kB with every scheme', async () => {
    const size = (await bundled(schemes)).length;

    assert.ok(size <= 133_000, `${size} bytes`);
  });

  it('has the schemes that it is made for, and no other', async () => {
    const headerOf = Object.fromEntries(schemes.map(({ name, signature }) => [name, signature.names[0]]));
    const used = ['sendgrid', 'stripe'];
    const { 'function.cjs': file = Buffer.of() } = await buildFunction({ schemes: named(...used) });
    const text = Buffer.from(file).toString();

    const held = Object.keys(headerOf).filter((name) => text.includes(`"${headerOf[name]}"`));
    assert.deepEqual(held.sort(), used);
  });

  it("has a stack's own scheme as it is described, with what it needs, and none of another", async () => {
    const [one, other] = own;
    assert.ok(one && other);
    const { 'function.cjs': file = Buffer.of() } = await buildFunction({ schemes: [...named('github'), one] });
    const text = Buffer.from(file).toString();

    assert.deepEqual(
      ['x-hub-signature-256', 'x-one-signature', 'x-other-signature', 'momento-signature', 'createPublicKey'].filter(
        (part) => text.includes(part),
      ),
      ['x-hub-signature-256', 'x-one-signature', 'createPublicKey'],
    );
  });

  it('has a file of its own for other schemes, also where they have the same names', async () => {
    const [one, other] = own;
    assert.ok(one && other);
    const files = [[one], [other], [{ ...other, name: one.name }], [...named('github'), one], named('github')];

    const names = await Promise.all(files.map(async (schemes) => basename(await pathOf(schemes))));

    assert.equal(new Set(names).size, files.length);
    assert.match(
      names.join(' '),
      /^(function-own-[0-9a-f]{16}\.zip ){3}function-github\+own-[0-9a-f]{16}\.zip function-github\.zip$/,
    );
    assert.equal(names[0], basename(await pathOf([one])));
  });

  it('has what only some schemes need for those alone', async () => {
    const partsOf = async (...names: readonly string[]) => {
      const { metafile } = await buildAndAccount({ schemes: named(...names) });
      const { inputs = {} } = metafile.outputs['dist/function.cjs'] ?? {};
      const bytes = (path: string) => inputs[`function/delivery/${path}.ts`]?.bytesInOutput ?? 0;
      const signature = ['keys', 'public-keys', 'other-methods', 'labels', 'signed-time', 'pieces'];
      const paths = [...signature.map((file) => `signature/${file}`), 'sender-id', 'forms', 'handshakes'];
      return paths.filter((path) => bytes(path) > 110);
    };

    assert.deepEqual(await partsOf('momento'), []);
    assert.deepEqual(await partsOf('sendgrid'), [
      'signature/keys',
      'signature/public-keys',
      'signature/other-methods',
      'signature/signed-time',
    ]);
    assert.deepEqual(await partsOf('adyen'), ['signature/keys', 'signature/pieces']);
    assert.deepEqual(await partsOf('meta'), ['signature/labels', 'handshakes']);
    assert.deepEqual(await partsOf('token'), ['signature/other-methods', 'signature/labels']);
    assert.deepEqual(await partsOf('momento', 'github'), ['signature/labels', 'sender-id']);
  });

  it('has nothing in it of HTTP/2, of browsers, or of version ranges', async () => {
    const { files, metafile } = await buildAndAccount();

    const packages = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).filter(
        ([path, { bytesInOutput }]) => bytesInOutput > 0 && /node_modules\/(bowser|semver)\//.test(path),
      ),
    );
    assert.deepEqual(packages, []);
    for (const [name, content] of Object.entries(files)) {
      assert.ok(!/require\("(node:)?http2"\)/.test(Buffer.from(content).toString()), `${name} requires http2`);
    }
  });

  it('has of each package.json the name and the version alone', async () => {
    for (const [name, content] of Object.entries(await buildFunction())) {
      assert.ok(!/devDependencies|"?repository"?:/.test(Buffer.from(content).toString()), name);
    }
  });

  it('dates its first file at the beginning of 1980, the earliest a zip can say', () => {
    const time = one.readUInt16LE(10);
    const date = one.readUInt16LE(12);

    assert.deepEqual({ time, date }, { time: 0, date: (0 << 9) | (1 << 5) | 1 });
  });

  it('parses, each file as what Node takes it for', () => {
    const folder = emptyProject();
    for (const name of Object.keys(unzipSync(one))) {
      const file = join(folder, name);
      writeFileSync(file, code(one, name));

      const { status, stderr } = spawnSync(process.execPath, ['--check', file], { encoding: 'utf8' });

      assert.deepEqual({ name, status, stderr }, { name, status: 0, stderr: '' });
    }
  });

  it('exports the handler that the function names, and nothing else', () => {
    const parsed = ts.createSourceFile('index.mjs', code(one, 'index.mjs'), ts.ScriptTarget.Latest);
    const names = parsed.statements.flatMap((statement) =>
      ts.isVariableStatement(statement) && statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
        ? statement.declarationList.declarations.map(({ name }) => name.getText(parsed))
        : [],
    );

    assert.deepEqual(names, ['handler']);
    assert.ok(
      !parsed.statements.some((statement) => ts.isExportDeclaration(statement) || ts.isExportAssignment(statement)),
    );
  });
});

/** Two that a stack may describe. */
const own: readonly Scheme[] = read({
  schemes: {
    one: { signature: { header: 'x-one-signature', algorithm: 'ed25519', key: 'hex' }, signed: ['body'] },
    other: { signature: { header: 'x-other-signature' }, signed: ['body'] },
  },
}).schemes;

/** The zip that a copy of the project makes in a folder of its own. */
async function bundled(schemes?: readonly Scheme[]): Promise<Buffer> {
  return readFileSync(await pathOf(schemes));
}

async function pathOf(schemes?: readonly Scheme[]): Promise<string> {
  const { bundle } = await import(pathToFileURL(join(projectCopy(), 'infra/bundle/bundle.ts')).href);
  return bundle(schemes);
}

function named(...names: readonly string[]): readonly Scheme[] {
  return schemes.filter(({ name }) => names.includes(name));
}

function code(zip: Buffer, name: string): string {
  return Buffer.from(unzipSync(zip)[name] ?? []).toString('utf8');
}
