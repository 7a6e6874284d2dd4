import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError, runCommand } from '../command-line/command.ts';
import { parseFlags } from '../command-line/flags.ts';
import { holdingRegions, publishedEndpoints, UnreadableError } from './holding.ts';

const endpoints = 'https://raw.githubusercontent.com/boto/botocore/develop/botocore/data/endpoints.json';
const functionUrls = 'https://docs.aws.amazon.com/lambda/latest/dg/urls-configuration.html';
const list = join(import.meta.dirname, '../../infra/settings/regions.json');

const usage = `Renews the list of AWS regions that can hold a stack, infra/settings/regions.json, from what AWS publishes.

  npm run regions

Exit status 0 when the list is renewed, 1 when what AWS publishes cannot be read: the list stays as it is.
`;

process.exitCode = await runCommand(readFlags, async (_flags, interrupted) => {
  const [published, page] = await Promise.all([fetched(endpoints, interrupted), fetched(functionUrls, interrupted)]);
  const regions = readRegions(published, page);
  const { regions: before } = JSON.parse(readFileSync(list, 'utf8')) as { readonly regions: readonly string[] };
  writeFileSync(list, `${JSON.stringify({ asOf: new Date().toISOString().slice(0, 10), regions }, undefined, 2)}\n`);
  const added = regions.filter((region) => !before.includes(region));
  const gone = before.filter((region) => !regions.includes(region));
  process.stdout.write(
    `${regions.length} regions; new: ${added.join(', ') || 'none'}; no longer: ${gone.join(', ') || 'none'}\n`,
  );
  return true;
});

function readFlags(args: readonly string[]) {
  const flags = parseFlags(args, {}, 'npm run regions');
  return flags.help ? usage : flags;
}

function readRegions(published: string, page: string): readonly string[] {
  try {
    return holdingRegions(publishedEndpoints.parse(JSON.parse(published)), page);
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error;
    throw new CommandError(`${error.message}; ${list} stays as it is`);
  }
}

async function fetched(url: string, signal: AbortSignal): Promise<string> {
  try {
    const response = await fetch(url, { signal });
    if (response.ok) return await response.text();
    throw new CommandError(`${url} answers ${response.status}`);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(`${url} cannot be fetched: ${error instanceof Error ? error.message : String(error)}`);
  }
}
