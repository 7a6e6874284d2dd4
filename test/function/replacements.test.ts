import assert from 'node:assert/strict';
import async_hooks from 'node:async_hooks';
import { createRequire } from 'node:module';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import * as ours from '../../function/replacements/cls-hooked.ts';
import { defaultProvider } from '../../function/replacements/credentials.ts';
import * as nothing from '../../function/replacements/nothing.ts';
import { disableCentralizedSampling } from '../../function/replacements/sampling.ts';
import { loadSharedConfigFiles } from '../../function/replacements/shared-config.ts';
import { services } from '../../function/replacements/whitelist.ts';
import { environment } from './environment.ts';

/** What the X-Ray SDK calls of a namespace. */
interface Namespace {
  get(key: string): unknown;
  set(key: string, value: unknown): unknown;
  createContext(): object;
  enter(context: object): void;
  run(work: () => void): unknown;
}

interface Continuations {
  getNamespace(name: string): Namespace | undefined;
  createNamespace(name: string): Namespace;
}

/** One thing that a program does with a namespace. */
type Step =
  | { readonly get: string }
  | { readonly set: string; readonly value: number }
  | { readonly wait: 'microtask' | 'turn' }
  | { readonly run: readonly Step[] }
  | { readonly atOnce: readonly (readonly Step[])[] };

const key = fc.constantFrom('segment', 'other');
const { program } = fc.letrec<{ step: Step; program: readonly Step[] }>((tie) => ({
  step: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ get: key }),
    fc.record({ set: key, value: fc.nat() }),
    fc.record({ wait: fc.constantFrom('microtask' as const, 'turn' as const) }),
    fc.record({ run: tie('program') }),
    fc.record({ atOnce: fc.array(tie('program'), { maxLength: 3 }) }),
  ),
  program: fc.array(tie('step'), { maxLength: 6 }),
}));

/** Everything that a program reads, in the shape of the program. */
async function carriedOut(steps: readonly Step[], namespace: Namespace): Promise<unknown> {
  const read: unknown[] = [];
  for (const step of steps) {
    if ('get' in step) read.push(namespace.get(step.get));
    else if ('set' in step) read.push(thrownBy(() => namespace.set(step.set, step.value)));
    else if ('wait' in step) await (step.wait === 'turn' ? turn() : Promise.resolve());
    else if ('run' in step) {
      let work: Promise<unknown> = Promise.resolve();
      namespace.run(() => {
        work = carriedOut(step.run, namespace);
      });
      read.push(await work);
    } else {
      const works: Promise<unknown>[] = [];
      for (const part of step.atOnce)
        namespace.run(() => {
          works.push(carriedOut(part, namespace));
        });
      read.push(await Promise.all(works));
    }
  }
  return read;
}

function thrownBy(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
}

describe('replacement of cls-hooked', () => {
  const hooks: async_hooks.AsyncHook[] = [];
  const { createHook } = async_hooks;
  let theirs: Continuations;

  before(() => {
    theirs = createRequire(import.meta.resolve('aws-xray-sdk-core'))('cls-hooked/context');
    // Every namespace of theirs costs every promise of this process from here on; `after` ends that.
    async_hooks.createHook = (callbacks) => {
      const hook = createHook(callbacks);
      hooks.push(hook);
      return hook;
    };
  });
  after(() => {
    async_hooks.createHook = createHook;
    for (const hook of hooks) hook.disable();
  });

  const pair = (name: string) => [theirs, ours].map((continuations) => continuations.createNamespace(name));

  it('reads what the real one reads, whatever is run, set and awaited', async () => {
    const namespaces = pair('property');

    await fc.assert(
      fc.asyncProperty(program, async (steps) => {
        const [expected, read] = await Promise.all(
          namespaces.map(async (namespace) => {
            await turn();
            return carriedOut(steps, namespace);
          }),
        );

        assert.deepEqual(read, expected);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what was entered outside any run for whatever comes, as the segment of the platform on Lambda', async () => {
    const read: unknown[] = [];
    for (const namespace of pair('entered')) {
      namespace.enter(namespace.createContext());
      namespace.set('segment', 'facade');
      await turn();
      let inner: unknown;
      namespace.run(() => {
        const before = namespace.get('segment');
        namespace.set('segment', 'inner');
        inner = [before, namespace.get('segment')];
      });
      read.push([inner, namespace.get('segment'), await turn().then(() => namespace.get('segment'))]);
    }

    assert.deepEqual(read[0], [['facade', 'inner'], 'facade', 'facade']);
    assert.deepEqual(read[1], read[0]);
  });

  it('passes on what a run throws and is where it was before', () => {
    for (const namespace of pair('throwing')) {
      const fault = new Error('from the test');

      assert.equal(
        thrownBy(() =>
          namespace.run(() => {
            namespace.set('segment', 1);
            throw fault;
          }),
        ),
        fault.message,
      );
      assert.equal(namespace.get('segment'), undefined);
    }
  });

  it('refuses to set a value where there is no context, in the same words', () => {
    const [expected, said] = pair('outside').map((namespace) => thrownBy(() => namespace.set('segment', 1)));

    assert.match(String(expected), /No context available/);
    assert.equal(said, expected);
  });

  it('gives a namespace by its name, and none that was not made', () => {
    const made = ours.createNamespace('one');

    assert.equal(ours.getNamespace('one'), made);
    assert.equal(ours.getNamespace('another'), undefined);
  });
});

describe('replacement of the credential providers', () => {
  const credentials = { AWS_ACCESS_KEY_ID: 'ASIATEST', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'session' };

  it('gives the credentials of the environment, session token and all', async () => {
    const variables = environment(credentials);
    variables.set();

    const given = await defaultProvider()().finally(variables.reset);

    assert.partialDeepStrictEqual(given, {
      accessKeyId: 'ASIATEST',
      secretAccessKey: 'secret',
      sessionToken: 'session',
    });
  });

  it('gives what the real chain gives on Lambda', async () => {
    const variables = environment(credentials);
    variables.set();
    const chain: typeof defaultProvider = createRequire(import.meta.resolve('@aws-sdk/client-eventbridge'))(
      '@aws-sdk/credential-provider-node',
    ).defaultProvider;

    const [real, ours] = await Promise.all([chain()(), defaultProvider()()]).finally(variables.reset);

    const { accessKeyId, secretAccessKey, sessionToken } = real;
    assert.partialDeepStrictEqual(ours, { accessKeyId, secretAccessKey, sessionToken });
  });
});

describe('replacement of what is never used', () => {
  it('is empty', () => {
    assert.deepEqual(Object.keys(nothing), []);
    assert.deepEqual(services, {});
    assert.equal(disableCentralizedSampling(), undefined);
  });
});

describe('shared-config, in the place of the reader of ~/.aws', () => {
  it('finds what there is to find on Lambda: neither settings nor credentials', async () => {
    assert.deepEqual(await loadSharedConfigFiles(), { configFile: {}, credentialsFile: {} });
  });
});
