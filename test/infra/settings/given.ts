import assert from 'node:assert/strict';
import type { Settings } from '../../../infra/settings/schema.ts';
import { readSettings, SettingsError } from '../../../infra/settings/settings.ts';
import { dev, setting } from '../programs.ts';

/** The settings of stack dev with some set otherwise. */
export function read(settings: Readonly<Record<string, unknown>>, stack = dev.stack): Settings {
  const { project, values } = setting(dev, settings);
  return readSettings(project, stack, values);
}

/** The words that they are refused with. */
export function refusal(settings: Readonly<Record<string, unknown>>, stack = dev.stack): string {
  try {
    read(settings, stack);
  } catch (error) {
    assert.ok(error instanceof SettingsError);
    return error.message;
  }
  return assert.fail(`${shown(settings)} was accepted`);
}

export function shown(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > 2_000 ? `${text.slice(0, 80)}…` : text;
}
