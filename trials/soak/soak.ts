import { runCommand } from '../../tools/command-line/command.ts';
import { FlagError, numberOf, parseFlags } from '../../tools/command-line/flags.ts';
import { progress } from '../../tools/command-line/progress.ts';
import { columns } from '../../tools/command-line/table.ts';
import { deliver } from '../shared/deliver.ts';
import { type LocalRun, startLocalRun } from '../shared/local-run.ts';
import { kindOf } from '../shared/mix.ts';
import { residentBytes } from '../shared/process-usage.ts';
import { Tally } from '../shared/tally.ts';
import { milliseconds, table } from '../shared/tally-table.ts';
import { type Watched, watch } from './console-watch.ts';

/** An hour of 20 a second. */
const hour = 72_000;

/** What `npm start` may take, and how long a person at the console may wait for a whole dashboard. */
const limits = { megabytes: 400, dashboardMs: 1_000 };

/** At once. */
const senders = 8;

/** Takes ten times as many a second, which is more than this machine does. */
const reservedConcurrency = 100;

const mix = { wrong: 1, stale: 1, unsigned: 1 };

const usage = `Sends as many deliveries as an hour of 20 a second has, as fast as this machine takes them, and watches npm start
meanwhile.

  npm run soak -- [flags]

  --deliveries N   how many (${hour})
  --help           this text

Three in a hundred are wrong, stale or unsigned. Exit status 0 when every one was answered as it should be, npm start
stayed under ${limits.megabytes} MB and 99 of 100 dashboards came within ${limits.dashboardMs} ms; 1 otherwise, 2 when the command line was wrong,
130 on Ctrl-C.
`;

const options = { deliveries: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const;

process.exitCode = await runCommand(async (interrupted) => {
  const given = parseFlags(process.argv.slice(2), options, 'npm run soak -- --help');
  const deliveries = numberOf('deliveries', given.deliveries, hour, 1, 10_000_000);
  if (given.help) {
    process.stdout.write(usage);
    return true;
  }
  if (process.platform !== 'linux') throw new FlagError('the soak reads the memory from /proc, which only Linux has');
  await using run = await startLocalRun('dev', [`reservedConcurrency=${reservedConcurrency}`]);
  const tally = new Tally();
  const sent = new AbortController();
  const began = performance.now();
  const [seen] = await Promise.all([
    watch(run, sent.signal),
    send(run, deliveries, tally, AbortSignal.any([interrupted, run.ended])).finally(() => sent.abort()),
  ]).catch((error: unknown) => {
    run.ended.throwIfAborted();
    throw error;
  });
  const seconds = (performance.now() - began) / 1000;
  process.stdout.write(`${table(tally, seconds)}\n\n${held(seen)}\n`);
  const most = Math.max(...seen.megabytes);
  return tally.unexpected === 0 && most < limits.megabytes && seen.dashboard.p99 < limits.dashboardMs;
});

/** Each sender sends its next delivery when the last is answered. */
async function send({ source, pid }: LocalRun, deliveries: number, tally: Tally, stopped: AbortSignal) {
  const { say, end } = progress();
  const began = performance.now();
  const sender = async () => {
    while (tally.sent < deliveries && !stopped.aborted) {
      const kind = kindOf(tally.sent, mix);
      tally.sent += 1;
      tally.add(await deliver(source, kind));
      say(() => {
        const perSecond = (1000 * tally.answered) / (performance.now() - began);
        const megabytes = residentBytes(pid) / 1e6;
        return `${tally.answered} of ${deliveries}  ${perSecond.toFixed(0)} a second, npm start at ${megabytes.toFixed(0)} MB`;
      });
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  end();
}

function held({ megabytes, page, graph, dashboard }: Watched): string {
  const quarter = (n: number) => {
    const part = megabytes.slice(Math.floor((n * megabytes.length) / 4), Math.ceil(((n + 1) * megabytes.length) / 4));
    return (part.reduce((sum, one) => sum + one, 0) / part.length).toFixed(0);
  };
  const spread = (name: string, { p50, p99, max }: Watched['graph']) => [
    name,
    milliseconds(p99),
    `ms p99, ${milliseconds(p50)} ms p50, ${milliseconds(max)} ms max`,
  ];
  const rows = [
    [
      'memory of npm start',
      Math.max(...megabytes).toFixed(0),
      `MB at most, ${[0, 1, 2, 3].map(quarter).join(', ')} MB by quarter`,
    ],
    spread('the page', page),
    spread('a graph', graph),
    spread('a dashboard', dashboard),
  ];
  return columns(rows, [2]).join('\n');
}
