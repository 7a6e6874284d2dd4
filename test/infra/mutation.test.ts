import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type Graph, ProgramError } from '../../local/index.ts';
import type { Expectation } from './expectations/expectation.ts';
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
import { reviewed, snapshotOf } from './snapshot.ts';
import { resourcesInText, type SourceMutant, sourceMutants } from './source-mutants.ts';

const all = expectations(given(blue));
const snapshot = reviewed(blue.stack);

describe('the infrastructure tests fail when the program loses', function () {
  this.timeout(300_000);
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
      titled(this, noticedBy(result) ?? assert.fail('nothing notices it'));
    });
  }

  it('any resource: none of those that the text of infra/ makes was left out above', () => {
    assert.equal(mutants.length, resourcesInText());
  });

  it('nothing: a copy of the program passes them all', async () => {
    assert.equal(noticedBy(await run(projectCopy(), blue)), undefined);
  });
});

describe('the infrastructure tests fail for a stack', function () {
  this.timeout(300_000);
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

      const noticed = mutants.map(({ says, graph }) => ({ says, by: noticedBy(graph) }));

      assert.deepEqual(
        noticed.filter(({ by }) => by === undefined).map(({ says }) => says),
        [],
      );
      const shown = noticed.filter(({ by }) => by === bySnapshot).length;
      assert.ok(noticed.length > shown, 'no expectation notices any');
      titled(this, `${noticed.length - shown} by an expectation, ${shown} by the snapshot alone`);
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
      assert.equal(all.filter((each) => !holds(each, { ...whole, resources })).length, 1, urn);
    }
  });
});

const bySnapshot = 'the snapshot';

/** The first expectation that a graph fails or, where it meets them all, the snapshot. */
function noticedBy(graph: Graph): string | undefined {
  const expectation = all.find((each) => !holds(each, graph));
  if (expectation) return expectation.says;
  return isDeepStrictEqual(snapshotOf(graph), snapshot) ? undefined : bySnapshot;
}

function holds({ check }: Expectation, graph: Graph): boolean {
  try {
    check(graph);
    return true;
  } catch {
    return false;
  }
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
