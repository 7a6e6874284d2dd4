import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { lambdaEnvironmentVariables } from '../../local/index.ts';
import { answeringAws, functionConfiguration, functionFiles, unpacked } from './bundled-function.ts';

/** The modules inside Node that each part's evaluation loads. */
type Loaded = Readonly<Record<string, readonly string[]>>;

/** Notes, while a part is loaded, what is added to the list that Node keeps of its own modules. */
const noting = `
  import Module from 'node:module';
  const load = Module._load;
  const loaded = {};
  Module._load = function (specifier, ...rest) {
    const known = new Set(process.moduleLoadList);
    const exports = load.call(this, specifier, ...rest);
    if (/^\\.\\/(sdk|telemetry|parking)\\.cjs$/.test(specifier))
      loaded[specifier] = process.moduleLoadList.filter((name) => !known.has(name));
    return exports;
  };
  process.on('exit', () => process.stderr.write(JSON.stringify(loaded)));
`;

const shared = ['node:https', 'node:tls', 'node:crypto'];

describe('phase builtins, of the bundle', () => {
  let folder: string;
  let endpoint: string;
  let close: () => Promise<void>;

  before(async () => {
    folder = unpacked(await functionFiles());
    const aws = await answeringAws();
    ({ endpoint, close } = aws);
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await close();
  });

  /** What a program that ends by itself loads, part by part. */
  async function loadedBy(code: string): Promise<Loaded> {
    const preload = `data:text/javascript,${encodeURIComponent(noting)}`;
    const { stderr } = await promisify(execFile)(process.execPath, ['--import', preload, '--eval', code], {
      cwd: folder,
      env: lambdaEnvironmentVariables(functionConfiguration(folder), 'stream', '127.0.0.1:9', {
        AWS_ENDPOINT_URL: endpoint,
      }),
    });
    return JSON.parse(stderr) as Loaded;
  }

  /** What asking for the shared modules loads. */
  async function ofShared(): Promise<ReadonlySet<string>> {
    const asked = `
      const known = new Set(process.moduleLoadList);
      for (const name of ${JSON.stringify(shared)}) process.getBuiltinModule(name);
      console.log(JSON.stringify(process.moduleLoadList.filter((name) => !known.has(name))));
    `;
    const { stdout } = await promisify(execFile)(process.execPath, ['--eval', asked]);
    return new Set(JSON.parse(stdout) as string[]);
  }

  it('leaves nothing of https, tls and crypto to be loaded on the account of sdk or telemetry', async () => {
    const builtins = await ofShared();

    const loaded = await loadedBy(`import(${JSON.stringify(join(folder, 'index.mjs'))}).then(() => process.exit())`);

    assert.deepEqual(Object.keys(loaded), ['./sdk.cjs', './telemetry.cjs']);
    for (const [part, names] of Object.entries(loaded))
      assert.deepEqual(
        names.filter((name) => builtins.has(name)),
        [],
        part,
      );
  });

  it('is needed for that: each part by itself would load them', async () => {
    const builtins = await ofShared();

    for (const part of ['./sdk.cjs', './telemetry.cjs']) {
      const { [part]: names = [] } = await loadedBy(`require(${JSON.stringify(part)})`);

      assert.ok(names.filter((name) => builtins.has(name)).length > 10, `${part}: ${names}`);
    }
  });
});
