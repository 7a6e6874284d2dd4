import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../../tools/command-line/command.ts';
import { FlagError } from '../../tools/command-line/flags.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { deliver, type Source } from '../shared/deliver.ts';
import { startLocalRun } from '../shared/local-run.ts';
import { kindOf } from '../shared/mix.ts';
import { Tally } from '../shared/tally.ts';
import { milliseconds, table } from '../shared/tally-table.ts';
import { arrivals } from '../shared/workload.ts';
import { type Flags, readFlags, secretVariable, usage } from './flags.ts';

process.exitCode = await runCommand(async (interrupted) => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
    return true;
  }
  await using cleanup = new AsyncDisposableStack();
  const run = flags.url === undefined ? cleanup.use(await startLocalRun(flags.stack)) : undefined;
  const source = run?.source ?? given(flags);
  const tally = new Tally();
  const began = performance.now();
  await send(source, flags, tally, AbortSignal.any([interrupted, ...(run ? [run.ended] : [])]));
  if (tally.sent > 0) process.stdout.write(`${table(tally, (performance.now() - began) / 1000)}\n`);
  run?.ended.throwIfAborted();
  return tally.unexpected === 0;
});

/** The source of `--url`. */
function given({ url = '', scheme }: Flags): Source {
  const secret = process.env[secretVariable];
  if (!secret) throw new FlagError(`--url wants the source's secret in ${secretVariable}`);
  return { url, scheme, secret };
}

/** Until all are sent, or the stack is gone, or Ctrl-C; and answered. */
async function send(source: Source, { mix, ...profile }: Flags, tally: Tally, stopped: AbortSignal) {
  const { say, end } = progress();
  const began = performance.now();
  const pending = new Set<Promise<void>>();
  for (const due of arrivals(profile)) {
    await sleep(Math.max(0, began + due - performance.now()), undefined, { signal: stopped }).catch(() => {});
    if (stopped.aborted) break;
    const answered = deliver(source, kindOf(tally.sent, mix)).then((answer) => {
      tally.add(answer);
      pending.delete(answered);
    });
    pending.add(answered);
    tally.sent += 1;
    say(() => {
      const { sent, unexpected } = tally;
      const wrong = unexpected === 0 ? '' : `, ${unexpected} not answered as they should be`;
      return `${Math.round(due / 1000)} s  ${sent} sent, ${pending.size} under way, p99 ${milliseconds(tally.latency(99))} ms${wrong}`;
    });
  }
  await Promise.all(pending);
  end();
}
