import { runCommand } from '../../tools/command-line/command.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { tableLines } from '../../tools/command-line/table.ts';
import { deliver } from '../shared/deliver.ts';
import { type LocalRun, startLocalRun } from '../shared/local-run.ts';
import { kindOf } from '../shared/mix.ts';
import { meansByQuarter, residentMegabytes } from '../shared/process-usage.ts';
import { Tally } from '../shared/tally.ts';
import { milliseconds, tallyTable } from '../shared/tally-table.ts';
import { type Watched, watchConsole } from './console-watch.ts';
import { limits, readFlags } from './flags.ts';

/** Senders at a time. */
const senders = 8;

/** Lambda takes ten times as many per second, which is more than this machine does. */
const reservedConcurrency = 100;

const mix = { wrong: 1, stale: 1, unsigned: 1 };

process.exitCode = await runCommand(readFlags, async ({ deliveries }, interrupted) => {
  await using run = await startLocalRun('dev', [`reservedConcurrency=${reservedConcurrency}`]);
  const tally = new Tally();
  const sent = new AbortController();
  const began = performance.now();
  const [watched] = await Promise.all([
    watchConsole(run, sent.signal),
    send(run, deliveries, tally, AbortSignal.any([interrupted, run.ended])).finally(() => sent.abort()),
  ]).catch((error: unknown) => {
    run.ended.throwIfAborted();
    throw error;
  });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${tallyTable(tally, seconds)}\n\n${watchedTable(watched)}\n`);
  const most = Math.max(...watched.megabytes);
  return tally.unexpected === 0 && most < limits.megabytes && watched.dashboard.p99 < limits.dashboardMs;
});

/** Each sender sends its next delivery when the last is answered. */
async function send({ webhook, pid }: LocalRun, deliveries: number, tally: Tally, stopped: AbortSignal) {
  const { say, end } = progress();
  const began = performance.now();
  const sender = async () => {
    while (tally.sent < deliveries && !stopped.aborted) {
      const kind = kindOf(tally.sent, mix);
      tally.sent += 1;
      tally.add(await deliver(webhook, kind));
      say(() => {
        const perSecond = (1000 * tally.answered) / (performance.now() - began);
        return `${tally.answered} of ${deliveries}  ${perSecond.toFixed(0)} a second, npm start at ${residentMegabytes(pid).toFixed(0)} MB`;
      });
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  end();
}

function watchedTable({ megabytes, page, graph, dashboard }: Watched): string {
  const quarters = meansByQuarter(megabytes).map((mean) => mean.toFixed(0));
  const spread = (name: string, { p50, p99, max }: Watched['graph']) => [
    name,
    milliseconds(p99),
    `ms p99, ${milliseconds(p50)} ms p50, ${milliseconds(max)} ms max`,
  ];
  const rows = [
    ['memory of npm start', Math.max(...megabytes).toFixed(0), `MB at most, ${quarters.join(', ')} MB by quarter`],
    spread('the page', page),
    spread('a graph', graph),
    spread('a dashboard', dashboard),
  ];
  return tableLines(rows, [2]).join('\n');
}
