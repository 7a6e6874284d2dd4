import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAndAccount, type FunctionBuild } from '../../../infra/bundle/bundle.ts';
import { type Replacement, replacements } from '../../../infra/bundle/replacements.ts';
import { answeringAws, bundledFunction } from '../../cold-start/bundled-function.ts';
import { xrayDaemon } from '../../cold-start/xray-daemon.ts';
import { comparable } from '../../function/replacements/comparable-trees.ts';
import { root } from '../programs.ts';
import { usedNames } from '../used-names.ts';

/** Names that are read of a replaced module and may be undefined, because nobody calls what they name. */
const neverCalled: Readonly<Record<string, readonly string[]>> = {
  // By Powertools where it is told to capture HTTPS or an SDK of version 2, and in methods of its Tracer's provider of
  // the same names; test/function/replacements/xray.test.ts says what function/ calls of the Tracer.
  'xray/xray.ts': [
    ...['captureAWS', 'captureAWSClient', 'captureFunc', 'captureHTTPsGlobal', 'getNamespace', 'setSegment'],
    ...['setDaemonAddress', 'setLogger'],
  ],
};

describe('replacements', () => {
  let whole: FunctionBuild;
  let lean: FunctionBuild;

  before(async () => {
    [whole, lean] = await Promise.all([buildAndAccount({ lean: false }), buildAndAccount()]);
  });

  /** Who imports what a replacement stands in for, and the path that it stands in for. */
  function replacedBy({ module }: Replacement) {
    return Object.entries(whole.metafile.inputs).flatMap(([importer, { imports }]) =>
      imports
        .filter(({ original = '' }) => module.test(original))
        .map(({ path, original = '' }) => ({ importer, path, original })),
    );
  }
  const named = ({ module }: Replacement) => [...module.source.matchAll(/\w+(?=\||\)\$)/g)].map(([name]) => name);

  for (const replacement of replacements) {
    describe(`of ${replacement.module.source}`, () => {
      it('stand in for modules that the packages still have, and still import by that name', () => {
        const paths = replacedBy(replacement).map(({ path }) => path);

        assert.ok(paths.length > 0, 'nothing imports it');
        for (const name of named(replacement))
          assert.ok(
            paths.some((path) => path.includes(name)),
            `nothing imports ${name}`,
          );
      });

      it('leave nothing of those modules in the bundle', () => {
        const replaced = new Set(replacedBy(replacement).map(({ path }) => path));
        // fromEnv is of a package of its own, that the replaced one imports too.
        const left = Object.keys(lean.metafile.inputs).filter((path) => replaced.has(path));

        assert.deepEqual(left, []);
      });

      it('give all that the importers read of them, but for what nobody calls', async () => {
        const file = join(root, 'function/replacements', replacement.by);
        const given = await import(pathToFileURL(file).href);
        const importers = replacedBy(replacement).filter(({ importer }) => importer in lean.metafile.inputs);
        const used = importers.map(({ importer }) =>
          usedNames(readFileSync(join(root, importer), 'utf8'), replacement.module),
        );

        const unknown = (of: object, read: readonly string[]) =>
          read.filter((name) => !(name in of || neverCalled[replacement.by]?.includes(name)));
        assert.deepEqual(
          unknown(
            given,
            used.flatMap(({ exports }) => [...exports]),
          ),
          [],
        );
        assert.deepEqual(
          unknown(
            given.default ?? {},
            used.flatMap(({ ofDefault }) => [...ofDefault]),
          ),
          [],
        );
      });
    });
  }

  it('are imported by the clients as exactly defaultProvider', () => {
    const module = /^@aws-sdk\/credential-provider-node$/;
    const importers = Object.entries(lean.metafile.inputs)
      .filter(([, { imports }]) => imports.some(({ path }) => path.endsWith('function/replacements/credentials.ts')))
      .map(([path]) => path);

    assert.deepEqual(importers.map((path) => /client-[\w-]+/.exec(path)?.[0]).sort(), [
      'client-eventbridge',
      'client-secrets-manager',
      'client-sqs',
    ]);
    for (const path of importers)
      assert.deepEqual([...usedNames(readFileSync(join(root, path), 'utf8'), module).exports], ['defaultProvider']);
  });

  it('draw no parameters of the services that the function calls, as the X-Ray SDK draws none', () => {
    const file = join(root, 'node_modules/aws-xray-sdk-core/dist/lib/resources/aws_whitelist.json');
    const { services } = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly services: Readonly<Record<string, object>>;
    };

    assert.deepEqual(
      Object.keys(services).filter((service) => ['eventbridge', 'secretsmanager'].includes(service.toLowerCase())),
      [],
    );
  });

  it('let the SDK sign with the credentials that Lambda puts into the environment, session token and all', async () => {
    const aws = await answeringAws();
    const bundled = bundledFunction(lean.files, aws.endpoint, {
      AWS_ACCESS_KEY_ID: 'ASIATESTTESTTESTTEST',
      AWS_SESSION_TOKEN: 'session-token-1',
    });

    await bundled.deliver();

    const requests = ['GetSecretValue', 'PutEvents'].map((operation) => aws.requests(operation)[0]?.headers ?? {});
    await bundled.close();
    await aws.close();
    for (const headers of requests) {
      assert.equal(headers['x-amz-security-token'], 'session-token-1');
      assert.match(headers.authorization ?? '', /Credential=ASIATESTTESTTESTTEST\/.*x-amz-security-token/);
    }
  });

  it('change nothing in the trace of a delivery', async () => {
    const traces = [];
    for (const { files } of [whole, lean]) {
      const aws = await answeringAws();
      const daemon = await xrayDaemon();
      const bundled = bundledFunction(files, aws.endpoint, { AWS_XRAY_DAEMON_ADDRESS: daemon.address });
      const sampled = 'Root=1-69558c00-0123456789abcdef01234567;Parent=53995c3f42cd8ad8;Sampled=1';
      for (let count = 0; count < 2; count += 1) await bundled.deliver(sampled);
      traces.push((await daemon.trees()).map(comparable));
      await bundled.close();
      daemon.close();
      await aws.close();
    }

    const [before, after] = traces;
    assert.equal(before?.length, 2);
    assert.deepEqual(after, before);
  });
});
