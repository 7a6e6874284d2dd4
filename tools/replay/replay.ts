import { join } from 'node:path';
import { names } from '../../infra/names.ts';
import { isLocal } from '../aws-access.ts';
import { runCommand } from '../command-line/command.ts';
import { readStack } from '../stack-file.ts';
import { type AwsClients, aws } from './aws.ts';
import { readFlags } from './flags.ts';
import { plan } from './plan.ts';
import { start, watch } from './run.ts';
import { endJson, endLine, planJson, planTable } from './table.ts';
import { iso } from './time.ts';

const root = join(import.meta.dirname, '../..');

/** EventBridge's own advice: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html */
const archivingMs = 600_000;

const now = Date.now();

process.exitCode = await runCommand(
  (args) => readFlags(args, process.env, now),
  async (flags, interrupted) => {
    const { isDryRun, json } = flags;
    const { project, stack, values } = readStack(root, flags.stack);
    const named = names(project, stack);
    const client = aws(flags.region ?? values[`${project}:region`] ?? '', flags.endpoint);

    const planned = await plan(client, named, flags);
    if (!json) process.stdout.write(planTable(planned));
    const { retentionDays } = planned.archive;
    if (retentionDays > 0 && flags.from < now - retentionDays * 86_400_000) {
      note(`the archive keeps ${retentionDays} days: what was before ${iso(now - retentionDays * 86_400_000)} is gone`);
    }
    if (flags.to > now - archivingMs && !isLocal(flags.endpoint)) {
      note('the window ends less than ten minutes ago: its last events may not be in the archive yet');
    }
    if (isDryRun) {
      process.stdout.write(
        json ? `${JSON.stringify({ dryRun: true, ...planJson(planned) })}\n` : 'nothing was replayed: a dry run\n',
      );
      return true;
    }

    // Replays keep their names for 90 days, so each has one of its own.
    const name = named.physical(64, 'replay', iso(now).replaceAll(/[-:.]/g, ''));
    await start(client, planned, name);
    note(`started replay ${name}`);
    const ended = await watch(client, planned, name, interrupted);
    if (!ended) {
      note(`the replay goes on; to cancel it:\n${cancelCommand(client, name)}`);
      return false;
    }
    process.stdout.write(
      json ? `${JSON.stringify({ dryRun: false, ...planJson(planned), replay: endJson(ended) })}\n` : endLine(ended),
    );
    return ended.state === 'COMPLETED';
  },
);

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

function cancelCommand({ region, endpoint }: AwsClients, name: string): string {
  const there = endpoint === undefined ? '' : ` --endpoint-url ${endpoint}`;
  return `aws events cancel-replay --region ${region}${there} --replay-name ${name}`;
}
