import { join } from 'node:path';
import { awsProvider, ProgramError, runProgram } from '../../local/index.ts';
import { runCommand } from '../command-line/command.ts';
import { FlagError } from '../command-line/flags.ts';
import { describedStack } from '../stack-settings.ts';
import { readFlags } from './flags.ts';
import { policiesFor } from './policy.ts';

const root = join(import.meta.dirname, '../..');

/** Longer than any name, so that the stack's own is not cut. */
const unlimited = 1_000;

/** No URL is in a policy. */
const nowhere = { awsEndpoint: 'http://aws.invalid', functionUrl: 'http://function.invalid/' };

process.exitCode = await runCommand(
  readFlags,
  async ({ stack, account, extent, part }) => {
    const { configuration, settings, named } = describedStack(stack);
    const { region } = settings;
    const graph = await runProgram(root, configuration, awsProvider({ region, account, ...nowhere }));
    const place = { project: configuration.project, stack, name: named.physical(unlimited), region, account };
    const policies = policiesFor(graph, place, extent, configuration.encrypted);
    if (part !== undefined && part > policies.length) {
      throw new FlagError(`--part is ${part}; the policy of ${stack} has ${policies.length}`);
    }
    const printed = part === undefined ? policies : policies.slice(part - 1, part);
    process.stdout.write(printed.map((policy) => `${JSON.stringify(policy, undefined, 2)}\n`).join(''));
    if (printed.length > 1) process.stderr.write(`${printed.length} policies; --part N prints one of them\n`);
    return true;
  },
  [ProgramError],
);
