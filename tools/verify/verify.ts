import { awsAccess } from '../aws-access.ts';
import { runCommand } from '../command-line/command.ts';
import { describedStack } from '../stack-settings.ts';
import { accountFinding, callerOf } from './account.ts';
import { declaredBy } from './declared.ts';
import { readFlags } from './flags.ts';
import { speaker } from './speaker.ts';
import { verification } from './verification.ts';

process.exitCode = await runCommand(
  (args) => readFlags(args, process.env),
  async (flags, interrupted) => {
    const described = describedStack(flags.stack);
    const region = flags.region ?? described.settings.region;
    const aws = awsAccess(region, flags.endpoint, described.ofProvider('profile'));
    const caller = await callerOf(aws);
    const say = speaker(flags);

    const account = accountFinding(caller, described, region);
    say.result({ check: 'account', ...account });
    if (account.status !== 'ok') return say.end();

    const declared = await declaredBy(described.configuration, region, caller.account);
    const { stack, isReadOnly } = flags;
    const { account: id, partition } = caller;
    const verified = { stack, aws, account: id, partition, declared, stopped: interrupted };
    const prefix = described.named.physical(50, 'verify');
    for await (const result of verification(verified, { isReadOnly, prefix })) {
      if (interrupted.aborted) break;
      say.result(result);
    }
    return say.end();
  },
);
