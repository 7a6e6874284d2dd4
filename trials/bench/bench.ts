import { mkdirSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { runCommand } from '../../tools/command-line/command.ts';
import { jsonFile, outputFile } from '../../tools/command-line/output-file.ts';
import { chart } from './chart/chart.ts';
import { defaultChart, readFlags } from './flags.ts';
import { peerNames } from './peers/peers.ts';
import { benchProgress } from './progress.ts';
import { machine, resultsOf } from './report.ts';
import { planOf, run, turnsOf } from './run.ts';
import { table } from './table.ts';

process.exitCode = await runCommand(readFlags, async (flags, interrupted) => {
  const { svg, json } = flags;
  if (svg === defaultChart) mkdirSync(dirname(defaultChart), { recursive: true });
  const [writeChart, writeJson] = [outputFile(svg), jsonFile(json)];
  const plan = planOf(flags);
  const before = machine();
  const progress = benchProgress(turnsOf(plan, peerNames.length), interrupted);
  const measured = await run(plan, progress).finally(() => {
    progress.end();
    if (interrupted.aborted) process.stderr.write('interrupted: nothing was written\n');
  });
  const results = resultsOf(plan, before, measured);
  process.stdout.write(`${table(results)}\n`);
  writeChart(chart(results));
  writeJson(results);
  const files = [svg, ...(json === undefined ? [] : [json])];
  process.stderr.write(`wrote ${files.map((file) => relative('', file)).join(' and ')}\n`);
  return true;
});
