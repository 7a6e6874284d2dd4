import { once } from 'node:events';
import { join } from 'node:path';
import { runCommand } from '../../tools/command-line/command.ts';
import { AwsError } from '../aws/aws-error.ts';
import { startConsole } from '../console/console.ts';
import { PortError } from '../ports.ts';
import { ListenError } from '../stack/program/monitor.ts';
import { ProgramError } from '../stack/program/program.ts';
import { RunFolderError } from '../stack/run-folder.ts';
import { type LocalStack, startStack } from '../stack/stack.ts';
import { readFlags } from './flags.ts';
import { oneDeliveryEach } from './once.ts';
import { machine, person, type Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '../..');

/** Errors whose message is all that the person at the terminal needs; AWS's own is of a declaration it refuses. */
const expected = [PortError, ListenError, ProgramError, RunFolderError, AwsError];

process.exitCode = await runCommand(
  readFlags,
  async (flags, interrupted) => {
    const terminal = flags.json ? machine : person;
    const interruption = once(interrupted, 'abort');
    terminal.note(`running the Pulumi program of stack ${flags.stack} …`);
    await using stack = await startStack({ root, ...flags, note: terminal.note });
    // Awaited here, because the stack is disposed of when this function returns.
    if (flags.once) return await Promise.race([showOne(stack, terminal), interruption.then(() => false)]);
    await using page = await startConsole(stack, { port: flags.consolePort, root });
    terminal.ready(stack, page.url);
    stack.onLog((event) => {
      if (event.group === stack.logGroup) terminal.log(event);
    });
    stack.notifications.subscribe(terminal.notification);
    await interruption;
    terminal.note('stopping …');
    return 'stopped';
  },
  expected,
);

/** Whether every step of a delivery went as it should. */
async function showOne(stack: LocalStack, terminal: Terminal): Promise<boolean> {
  let failed: string | undefined;
  for await (const step of oneDeliveryEach(stack)) {
    terminal.step(step);
    if (!step.ok) failed = `${step.source}: the step "${step.step}" failed`;
  }
  terminal.note(failed ?? 'every step went as it should');
  return failed === undefined;
}
