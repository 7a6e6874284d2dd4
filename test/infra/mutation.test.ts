import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Graph, ProgramError } from '../../local/index.ts';
import { expectations } from './expectations.ts';
import {
  type GraphMutant,
  withoutInputs,
  withoutOptions,
  withoutOutputs,
  withoutResources,
  withWildcards,
} from './graph-mutants.ts';
import { blue, given, graphOf, run } from './programs.ts';
import { projectCopy, removeCopies } from './project-copy.ts';
import { resourcesInText, type SourceMutant, sourceMutants } from './source-mutants.ts';

const all = expectations(given(blue));

describe('the infrastructure tests fail when the program loses', () => {
  const mutants = sourceMutants();
  let results: readonly Promise<Graph | ProgramError>[];
  let whole: Graph;

  before(async () => {
    whole = await graphOf(blue);
    results = twoAtATime(mutants, runMutant);
  });
  after(async () => {
    await Promise.allSettled(results);
    removeCopies();
  });

  for (const [index, { without }] of mutants.entries()) {
    it(without, async function () {
      const result = await results[index];

      if (result instanceof ProgramError)
        return void titled(this, `the program fails: ${result.message.split('\n')[0]}`);
      assert.ok(result && result.resources.length < whole.resources.length, 'the mutant still registers the resource');
      const killers = failing(result);
      assert.notDeepEqual(killers, []);
      titled(this, killers[0] ?? '');
    });
  }

  it('any resource: none of those that the text of infra/ makes was left out above', () => {
    assert.equal(mutants.length, resourcesInText());
  });

  it('nothing: a copy of the program passes them all', async () => {
    assert.deepEqual(failing(await run(projectCopy(), blue)), []);
  });
});

describe('the infrastructure tests fail for a stack', () => {
  let whole: Graph;
  before(async () => {
    whole = await graphOf(blue);
  });

  const kinds: readonly (readonly [string, (graph: Graph) => readonly GraphMutant[]])[] = [
    ['without any one of its resources', withoutResources],
    ['without any one property or element of its inputs', withoutInputs],
    ['with any one action, resource or principal of a policy opened to all', withWildcards],
    ['with any one option of a resource wrong: protection, parent, provider, secrecy', withoutOptions],
    ['without any one of its outputs', withoutOutputs],
  ];
  for (const [kind, mutantsOf] of kinds) {
    it(kind, function () {
      const mutants = mutantsOf(whole);

      const survivors = mutants.filter(({ graph }) => failing(graph).length === 0).map(({ says }) => says);

      assert.deepEqual(
        survivors.filter((says) => !equivalent.test(says)),
        [],
      );
      assert.ok(mutants.length > survivors.length);
      titled(this, `${mutants.length - survivors.length} killed, ${survivors.length} equivalent`);
    });
  }

  it('whose function or pipe does not wait for what its role may do', () => {
    const policies = whole.resources.filter(({ type }) => type === 'aws:iam/rolePolicy:RolePolicy');
    assert.equal(policies.length, 2);

    for (const { urn } of policies) {
      const resources = whole.resources.map((resource) => ({
        ...resource,
        dependencies: resource.dependencies.filter((dependency) => dependency !== urn),
      }));
      assert.equal(failing({ ...whole, resources }).length, 1, urn);
    }
  });
});

/** Words for people: nothing depends on them, and a test of their wording would only repeat it. */
const equivalent = /^(EventBus|EventArchive|Secret|Function|Pipe|Key) \S+ without description$/;

function failing(graph: Graph): readonly string[] {
  return all.flatMap(({ says, check }) => {
    try {
      check(graph);
      return [];
    } catch {
      return [says];
    }
  });
}

async function runMutant({ file, source }: SourceMutant): Promise<Graph | ProgramError> {
  const folder = projectCopy();
  writeFileSync(join(folder, file), source);
  try {
    return await run(folder, blue);
  } catch (error) {
    if (error instanceof ProgramError) return error;
    throw error;
  }
}

/** Each program keeps one core busy. */
function twoAtATime<T, R>(items: readonly T[], work: (item: T) => Promise<R>): readonly Promise<R>[] {
  const started: Promise<R>[] = [];
  for (const [index, item] of items.entries()) {
    const before = started[index - 2];
    const begin = () => work(item);
    started.push(before === undefined ? begin() : before.then(begin, begin));
  }
  return started;
}

/** The reporter prints the title after the test: what killed the mutant stands beside it. */
function titled({ test }: Mocha.Context, killedBy: string) {
  if (test) test.title += ` → ${killedBy}`;
}
