import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CommandError, runCommand } from '../command-line/command.ts';
import { FlagError, parseFlags } from '../command-line/flags.ts';
import { grants } from './grants.ts';
import { operations } from './handlers.ts';

const usage = `Renews tools/deploy-policy/handlers.json: the actions that CloudFormation's resource types say they take.

  pip download --no-deps cfn-lint && unzip -q cfn_lint-*.whl -d /tmp/cfn-lint
  npm run deploy-policy:renew -- --schemas /tmp/cfn-lint/cfnlint/data/schemas

  --schemas FOLDER   the schemas inside the Python package cfn-lint, 1.52 or newer
  --help             this text

Exit status 0 when the file is renewed, 1 when the schemas cannot be read: the file stays as it is.
`;

const target = join(import.meta.dirname, 'handlers.json');
const permissions = z.object({ permissions: z.array(z.string()).default([]) }).default({ permissions: [] });
const schema = z.object({
  handlers: z.object(Object.fromEntries(operations.map((operation) => [operation, permissions] as const))),
  tagging: permissions,
});

process.exitCode = await runCommand(readFlags, async ({ schemas }) => {
  const files = read(join(schemas, 'providers/us-east-1.json'), z.record(z.string(), z.string()));
  const types = [...new Set(Object.values(grants).flatMap(({ handlers }) => handlers ?? []))].sort();
  const found = types.map((type) => {
    const file = files[type];
    if (file === undefined) throw new CommandError(`${schemas} has no ${type}; ${target} stays as it is`);
    const { handlers, tagging } = read(join(schemas, `resources/${file}.json`), schema);
    const actions = Object.entries(handlers).map(([operation, { permissions }]) => [operation, permissions.sort()]);
    return [type, { ...Object.fromEntries(actions), tagging: tagging.permissions.sort() }] as const;
  });
  const renewed = { asOf: new Date().toISOString().slice(0, 10), types: Object.fromEntries(found) };
  writeFileSync(target, `${JSON.stringify(renewed, undefined, 2)}\n`);
  process.stdout.write(
    `${types.length} resource types; next: npx biome check --write, and review git diff ${target}\n`,
  );
  return true;
});

function readFlags(args: readonly string[]) {
  const { help, schemas } = parseFlags(args, { schemas: { type: 'string' } }, 'npm run deploy-policy:renew');
  if (help) return usage;
  if (schemas === undefined)
    throw new FlagError('--schemas is missing; npm run deploy-policy:renew -- --help explains');
  return { schemas };
}

function read<S extends z.ZodType>(path: string, shape: S): z.output<S> {
  try {
    return shape.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new CommandError(`${path} cannot be read: ${reason}; ${target} stays as it is`);
  }
}
