import { join } from 'node:path';
import { type Names, names } from '../infra/names.ts';
import type { Settings } from '../infra/settings/schema.ts';
import { readSettings, SettingsError } from '../infra/settings/settings.ts';
import { CommandError } from './command-line/command.ts';
import { type Configuration, readStack } from './stack-file.ts';

/** A stack as its file describes it. */
export interface DescribedStack {
  readonly configuration: Configuration;
  readonly settings: Settings;
  /** How its resources are named. */
  readonly named: Names;
  /** A setting of the AWS provider, such as `profile`; lists and objects as JSON. */
  readonly ofProvider: (key: string) => string | undefined;
}

const root = join(import.meta.dirname, '..');

/**
 * What `pulumi up` would deploy, checked; encrypted values are left out.
 * @throws FlagError when there is no such stack
 * @throws CommandError naming every wrong setting
 */
export function describedStack(stack: string): DescribedStack {
  const configuration = readStack(root, stack);
  const { project, values, secretKeys } = configuration;
  return {
    configuration,
    settings: checked(() => readSettings(project, stack, values, (key) => secretKeys.includes(key))),
    named: names(project, stack),
    ofProvider: (key) => values[`aws:${key}`],
  };
}

function checked(read: () => Settings): Settings {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsError) throw new CommandError(error.message);
    throw error;
  }
}
