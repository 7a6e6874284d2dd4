import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { z } from 'zod';

const root = join(import.meta.dirname, '../../..');

/** Of a build: longer than any machine takes, and less than a test has. */
const patienceMs = 250_000;

const hashes = z.array(z.object({ alg: z.string(), content: z.string() }));
const bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.literal('1.6'),
  metadata: z.object({ component: z.object({ name: z.string(), hashes }) }),
  components: z.array(
    z.object({
      'bom-ref': z.string(),
      group: z.string().optional(),
      name: z.string(),
      version: z.string(),
      purl: z.string(),
      licenses: z.array(z.unknown()).min(1),
      hashes,
    }),
  ),
});

describe('npm run build', () => {
  const folders: string[] = [];
  let here: Built;
  let elsewhere: readonly Built[];

  before(() => {
    here = built(root);
    elsewhere = ['a', 'a folder with a much longer name/and another below it/and one more'].map((place) => {
      const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
      folders.push(folder);
      return built(copied(join(folder, place)));
    });
  });
  after(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('writes the same function.zip, byte for byte, in this folder and two others', () => {
    for (const { zip } of elsewhere) assert.ok(zip.equals(here.zip));
  });

  it('writes the same bill of materials, byte for byte, in this folder and two others', () => {
    for (const { text } of elsewhere) assert.equal(text, here.text);
  });

  describe('the bill of materials', () => {
    it('is valid by the schema of CycloneDX 1.6', async () => {
      const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
      assert.equal(await validator.validate(here.text), null);
      const broken = here.text.replace('"type": "library"', '"type": "nonsense"');
      assert.notEqual(await validator.validate(broken), null);
    });

    it('names the zip by its SHA-256', () => {
      const content = createHash('sha256').update(here.zip).digest('hex');
      assert.deepEqual(here.bill.metadata.component.hashes, [{ alg: 'SHA-256', content }]);
    });

    it('lists the packages that the function imports, and none that is replaced or only builds it', () => {
      const names = here.bill.components.map(({ group, name }) => (group ? `${group}/${name}` : name));
      for (const name of ['@aws-sdk/client-eventbridge', '@aws-sdk/client-secrets-manager', '@smithy/core'])
        assert.ok(names.includes(name), name);
      for (const name of ['@aws-lambda-powertools/logger', '@aws-lambda-powertools/metrics'])
        assert.ok(names.includes(name), name);
      for (const name of ['aws-xray-sdk-core', 'esbuild', '@pulumi/aws', 'typescript'])
        assert.ok(!names.includes(name), name);
    });

    it('has of each package the version that is installed, its address and the hash that package-lock.json has', () => {
      const { packages } = z
        .object({ packages: z.record(z.string(), z.object({ integrity: z.string().optional() })) })
        .parse(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')));
      for (const { 'bom-ref': path, version, purl, hashes } of here.bill.components) {
        const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
        assert.equal(version, manifest.version);
        assert.equal(decodeURIComponent(purl), `pkg:npm/${manifest.name}@${version}`);
        const [{ alg, content } = { alg: '', content: '' }] = hashes;
        assert.equal(alg, 'SHA-512');
        assert.equal(`sha512-${Buffer.from(content, 'hex').toString('base64')}`, packages[path]?.integrity);
      }
    });
  });
});

interface Built {
  readonly zip: Buffer;
  /** The bill of materials as it was written. */
  readonly text: string;
  readonly bill: z.infer<typeof bill>;
}

/** What `npm run build` leaves in dist/ of a project. */
function built(project: string): Built {
  rmSync(join(project, 'dist/function.cdx.json'), { force: true });
  execFileSync('npm', ['run', 'build'], { cwd: project, encoding: 'utf8', timeout: patienceMs });
  const text = readFileSync(join(project, 'dist/function.cdx.json'), 'utf8');
  return { zip: readFileSync(join(project, 'dist/function.zip')), text, bill: bill.parse(JSON.parse(text)) };
}

/** What a build reads, in a folder of its own, with the packages linked. */
function copied(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of ['package.json', 'package-lock.json', '.npmrc', 'tsconfig.json', 'infra', 'function', 'tools'])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');
  return folder;
}
