import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { root } from '../infra/programs.ts';

const folder = join(root, '.github/workflows');
const step = z.looseObject({ run: z.string().optional(), uses: z.string().optional() });
const job = z.looseObject({
  uses: z.string().optional(),
  steps: z.array(step).default([]),
  permissions: z.record(z.string(), z.string()).optional(),
  'timeout-minutes': z.number().optional(),
  strategy: z.object({ matrix: z.object({ stack: z.array(z.string()) }) }).optional(),
  with: z.looseObject({ stack: z.string().optional() }).optional(),
});
const workflow = z.looseObject({ permissions: z.record(z.string(), z.string()), jobs: z.record(z.string(), job) });
const packageFile = z.object({
  scripts: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
});

/** What writes, by workflow and job. */
const writing: Readonly<Record<string, readonly string[]>> = {
  'preview.yml preview': ['id-token', 'pull-requests'],
  'deploy.yml dev': ['id-token'],
  'deploy.yml prod': ['id-token'],
  'up.yml preview': ['id-token'],
  'up.yml up': ['id-token'],
  'drift.yml drift': ['id-token'],
};

describe('the workflows', () => {
  const { scripts, dependencies } = packageFile.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
  const files = readdirSync(folder).map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    return {
      name,
      text,
      jobs: Object.entries(workflow.parse(parse(text)).jobs),
      top: workflow.parse(parse(text)).permissions,
    };
  });
  const jobs = files.flatMap(({ name, jobs }) => jobs.map(([id, job]) => ({ ...job, id: `${name} ${id}` })));
  const steps = jobs.flatMap(({ steps }) => steps);

  it('run commands that package.json has', () => {
    const commands = steps.flatMap(({ run = '' }) => run.split('\n'));
    const scriptsRun = commands.flatMap((line) => /\bnpm (?:run )?([\w:-]+)/.exec(line)?.[1] ?? []);
    const packagesRun = commands.flatMap((line) => /\bnpx ([\w-]+)/.exec(line)?.[1] ?? []);

    assert.ok(scriptsRun.length > 10 && packagesRun.length > 2);
    assert.deepEqual(
      scriptsRun.filter((script) => script !== 'ci' && !Object.hasOwn(scripts, script)),
      [],
    );
    assert.deepEqual(
      packagesRun.filter((name) => !Object.hasOwn(dependencies, name)),
      [],
    );
  });

  it('pin each action by its commit, with the version beside it, and the same everywhere', () => {
    const uses = files.flatMap(({ text }) => [...text.matchAll(/uses: (.*)/g)].map(([, words = '']) => words));
    const actions = uses.filter((words) => !words.startsWith('./'));

    assert.deepEqual(
      actions.filter((words) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(words)),
      [],
    );
    const names = new Set(actions.map((words) => words.split('@')[0]));
    assert.equal(new Set(actions).size, names.size);
  });

  it('may do no more than each job needs', () => {
    assert.deepEqual(
      files.filter(({ top }) => Object.values(top).includes('write')).map(({ name }) => name),
      [],
    );
    const found = jobs.map(({ id, permissions = {} }) => [
      id,
      Object.keys(permissions).filter((key) => permissions[key] === 'write'),
    ]);
    assert.deepEqual(Object.fromEntries(found.filter(([, keys = []]) => keys.length > 0)), writing);
  });

  it('keep the token of the checkout from later steps, and end at some time', () => {
    const checkouts = steps.filter(({ uses = '' }) => uses.startsWith('actions/checkout@'));

    assert.deepEqual(
      checkouts.filter(
        ({ with: options }) => !z.object({ 'persist-credentials': z.literal(false) }).safeParse(options).success,
      ),
      [],
    );
    assert.deepEqual(
      jobs.filter((job) => job.uses === undefined && job['timeout-minutes'] === undefined).map(({ id }) => id),
      [],
    );
  });

  it('are about stacks that have a file, and call workflows that are there', () => {
    const stacks = jobs.flatMap(({ strategy, with: inputs }) => [
      ...(strategy?.matrix.stack ?? []),
      ...(inputs?.stack ? [inputs.stack] : []),
    ]);
    const called = jobs.flatMap(({ uses }) => uses ?? []);

    assert.ok(stacks.length > 0 && called.length > 0);
    assert.deepEqual(
      stacks.filter((stack) => !existsSync(join(root, `Pulumi.${stack}.yaml`))),
      [],
    );
    assert.deepEqual(
      called.filter((path) => !existsSync(join(root, path))),
      [],
    );
  });

  it('print no secret', () => {
    assert.deepEqual(
      files.filter(({ text }) => /secrets\.|show-secrets|set -x|\benv$/m.test(text)).map(({ name }) => name),
      [],
    );
  });
});
