import { runCommand } from '../../tools/command-line/command.ts';
import { FlagError } from '../../tools/command-line/flags.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { deliver } from '../shared/deliver.ts';
import { startLocalRun } from '../shared/local-run.ts';
import { kindOf } from '../shared/mix.ts';
import { sendAt } from '../shared/pacing.ts';
import type { Webhook } from '../shared/post.ts';
import { Tally } from '../shared/tally.ts';
import { milliseconds, tallyTable } from '../shared/tally-table.ts';
import { arrivals } from '../shared/workload.ts';
import { type Flags, readFlags, secretVariable } from './flags.ts';

process.exitCode = await runCommand(readFlags, async (flags, interrupted) => {
  await using cleanup = new AsyncDisposableStack();
  const run = flags.url === undefined ? cleanup.use(await startLocalRun(flags.stack)) : undefined;
  const webhook = run?.webhook ?? givenWebhook(flags);
  const tally = new Tally();
  const began = performance.now();
  await send(webhook, flags, tally, AbortSignal.any([interrupted, ...(run ? [run.ended] : [])]));
  if (tally.sent > 0) process.stdout.write(`${tallyTable(tally, (performance.now() - began) / 1000)}\n`);
  run?.ended.throwIfAborted();
  return tally.unexpected === 0;
});

/** The one of `--url`. */
function givenWebhook({ url = '', scheme }: Flags): Webhook {
  const secret = process.env[secretVariable];
  if (!secret) throw new FlagError(`--url wants the source's secret in ${secretVariable}`);
  return { url, signedUrl: url, scheme, secret };
}

/** Until all are sent, or the stack is gone, or Ctrl-C; and answered. */
async function send(webhook: Webhook, { mix, ...workload }: Flags, tally: Tally, stopped: AbortSignal) {
  const { say, end } = progress();
  await sendAt(arrivals(workload), stopped, async (n, dueMs) => {
    tally.sent += 1;
    say(() => {
      const { sent, answered, unexpected } = tally;
      const wrong = unexpected === 0 ? '' : `, ${unexpected} not answered as they should be`;
      return `${Math.round(dueMs / 1000)} s  ${sent} sent, ${sent - answered} under way, p99 ${milliseconds(tally.latency(99))} ms${wrong}`;
    });
    tally.add(await deliver(webhook, kindOf(n, mix)));
  });
  end();
}
