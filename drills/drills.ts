import { writeFile } from 'node:fs/promises';
import { runCommand } from '../load/command.ts';
import { drills } from './catalogue.ts';
import { type Flags, readFlags, usage } from './flags.ts';
import { type Result, run } from './run.ts';
import { table } from './table.ts';

/** Stacks at a time. */
const atOnce = 3;

process.exitCode = await runCommand(async (interrupted) => {
  const flags = readFlags(process.argv.slice(2));
  if (flags.help) {
    process.stdout.write(usage);
    return true;
  }
  if (flags.list) {
    const width = Math.max(...drills.map(({ name }) => name.length));
    for (const { name, what } of drills) process.stdout.write(`${name.padEnd(width)}  ${what}\n`);
    return true;
  }
  const results = await runAll(flags, interrupted);
  process.stdout.write(`${table(results)}\n\n`);
  if (flags.json !== undefined) await writeFile(flags.json, `${JSON.stringify(results, null, 2)}\n`);
  const failed = results.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`${results.length - failed} of ${results.length} drills went as written\n`);
  return failed === 0;
});

async function runAll({ drills }: Flags, interrupted: AbortSignal): Promise<readonly Result[]> {
  const broken = new AbortController();
  const results = new Map<string, Result>();
  const waiting = drills.values();
  const worker = async () => {
    for (const drill of waiting) {
      const result = await run(drill, {
        interrupted: AbortSignal.any([interrupted, broken.signal]),
        say: (phase) => process.stderr.write(`${drill.name}: ${phase}\n`),
      });
      results.set(drill.name, result);
      process.stderr.write(`${result.problems.length === 0 ? '✓' : '✗'} ${drill.name}\n`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, () => worker().catch((error: unknown) => broken.abort(error))));
  broken.signal.throwIfAborted();
  return drills.flatMap(({ name }) => results.get(name) ?? []);
}
