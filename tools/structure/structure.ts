import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { exceptions } from './exceptions.ts';
import { oversized } from './sizes.ts';

/** Every source file of the working directory, committed or about to be, with how many lines it has. */
function sourceFiles(): ReadonlyMap<string, number> {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*/*'], {
    encoding: 'utf8',
  });
  const files = listed.split('\0').filter((file) => /\.(ts|tsx|mjs|css)$/.test(file) && existsSync(file));
  return new Map(files.map((file) => [file, readFileSync(file, 'utf8').split('\n').length - 1]));
}

const faults = oversized(sourceFiles(), exceptions);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length === 0 ? 0 : 1;
