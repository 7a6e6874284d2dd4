import { once } from 'node:events';
import { join } from 'node:path';
import { FlagError } from '../../tools/command-line/flags.ts';
import { StackFileError } from '../../tools/stack-file.ts';
import { AwsError } from '../aws/aws-error.ts';
import { startConsole } from '../console/console.ts';
import { PortError } from '../ports.ts';
import { ProgramError } from '../stack/program/program.ts';
import { type LocalStack, startStack } from '../stack/stack.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { oneDeliveryEach } from './once.ts';
import { machine, person, type Terminal } from './terminal.ts';

const root = join(import.meta.dirname, '../..');

process.exitCode = await main(process.argv.slice(2));

/** The exit status: 0 done, 1 the run failed, 2 the command line was wrong, 130 interrupted before it ran. */
async function main(args: readonly string[]): Promise<number> {
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  let isInterrupted = false;
  interrupted.then(() => {
    isInterrupted = true;
  });
  try {
    const flags = readFlags(args);
    if (!flags.help) return await run(flags, flags.json ? machine : person, interrupted);
    process.stdout.write(usage);
    return 0;
  } catch (error) {
    // Ctrl-C reaches the Pulumi program too, which then fails as it should.
    if (isInterrupted) return 130;
    if (!isExpected(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return error instanceof FlagError ? 2 : 1;
  }
}

/** Errors whose message is all that the person at the terminal needs; AWS's own is of a declaration it refuses. */
function isExpected(error: unknown): error is Error {
  return [FlagError, PortError, StackFileError, ProgramError, AwsError].some((known) => error instanceof known);
}

async function run(flags: Flags, terminal: Terminal, interrupted: Promise<unknown>): Promise<number> {
  terminal.note(`running the Pulumi program of stack ${flags.stack} …`);
  await using stack = await startStack({ root, ...flags, note: terminal.note });
  // Awaited here, because the stack is disposed of when this function returns.
  if (flags.once) return await Promise.race([showOne(stack, terminal), interrupted.then(() => 130)]);
  await using page = await startConsole(stack, { port: flags.consolePort, root });
  terminal.ready(stack, page.url);
  stack.onLog((event) => {
    if (event.group === stack.logGroup) terminal.log(event);
  });
  stack.notifications.subscribe(terminal.notification);
  await interrupted;
  terminal.note('stopping …');
  return 0;
}

async function showOne(stack: LocalStack, terminal: Terminal): Promise<number> {
  let failed: string | undefined;
  for await (const step of oneDeliveryEach(stack)) {
    terminal.step(step);
    if (!step.ok) failed = `${step.source}: the step "${step.step}" failed`;
  }
  terminal.note(failed ?? 'every step went as it should');
  return failed ? 1 : 0;
}
