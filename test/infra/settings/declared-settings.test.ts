import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readSettings } from '../../../infra/settings/settings.ts';
import { awsProvider, ProgramError, runProgram } from '../../../local/index.ts';
import { type Configuration, readStack } from '../../../tools/stack-file.ts';
import { dev, placeOf, prod, root, setting } from '../programs.ts';

describe('settings that Pulumi.yaml declares', () => {
  it('are the ones that the program knows', () => {
    const known = Object.keys(readSettings('webhook-bridge', 'dev', dev.values));

    assert.deepEqual(Object.keys(declared()).sort(), known.sort());
  });

  for (const [key, declaration] of Object.entries(declared())) {
    it(`has a type, a description and a default that fits the type: ${key}`, () => {
      const { type, description, default: value } = declaration;

      assert.equal(type, typeOf(value));
      assert.match(String(description), /^[A-Z].{15,}/);
    });
  }

  it('pass by their defaults alone', () => {
    const values = Object.entries(declared()).map(([key, { default: value }]) => [
      `webhook-bridge:${key}`,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);

    assert.equal(readSettings('webhook-bridge', 'dev', Object.fromEntries(values)).protect, true);
  });

  const stacks = readdirSync(root).flatMap((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1] ?? []);
  for (const stack of stacks) {
    it(`pass as Pulumi.${stack}.yaml sets them`, () => {
      const settings = readSettings('webhook-bridge', 'dev', readStack(root, stack).values);

      assert.equal(settings.tags.environment, stack);
    });
  }

  it('are set apart by at least two checked-in stacks', () => assert.ok(stacks.length >= 2));
});

describe('a wrong setting', () => {
  it('stops the program with exactly those lines, before any resource is registered', async () => {
    const wrong = setting(prod, { memory: 1, rules: [{ name: 'all', pattern: { source: ['x'] }, targets: [] }] });

    await assert.rejects(runProgram(root, wrong, unused(wrong)), (error) => {
      assert.ok(error instanceof ProgramError);
      assert.deepEqual(error.message.split('\n').sort(), [
        'webhook-bridge:memory is 1: wants a whole number from 128 to 10240',
        'webhook-bridge:rules.0.targets is []: wants at least one target',
      ]);
      return true;
    });
    assert.deepEqual(registered, []);
  });
});

const registered: string[] = [];

function unused(configuration: Configuration) {
  const provide = awsProvider(placeOf(configuration));
  return (...[type, name, inputs]: Parameters<typeof provide>) => {
    registered.push(`${type} ${name}`);
    return provide(type, name, inputs);
  };
}

interface Declaration {
  readonly type: string;
  readonly description?: string;
  readonly default: unknown;
}

function declared(): Readonly<Record<string, Declaration>> {
  return parse(readFileSync(join(root, 'Pulumi.yaml'), 'utf8')).config;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}
