import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runCommand } from '../../tools/command-line/command.ts';
import { FlagError, parseFlags } from '../../tools/command-line/flags.ts';
import { mapConcurrently } from '../../tools/command-line/map-concurrently.ts';
import { taskProgress } from '../../tools/command-line/progress.ts';
import { tableLines } from '../../tools/command-line/table.ts';
import { checkGroups, filesOf, type Group, groups } from './groups.ts';
import { type MochaOutcome, runMocha } from './mocha.ts';

const root = join(import.meta.dirname, '../..');

const usage = `Runs the tests.

  npm test                          what to wait for after a change, with function/ executed to 100 %
  npm test -- FILE…                 the tests of some files
  npm run test:all                  every group
  npm run test:all -- GROUP…        some groups

  --list      the groups, with what they show and roughly how long they take
  --update    write the snapshots of test/infra/snapshots anew
  --help      this text

Exit status: 0 all passed, 1 something failed, 2 a wrong flag, group or file, 130 Ctrl-C.
`;

/** A group that takes so many times longer than it should hangs, even on a busy machine. */
const patience = 6;

process.exitCode = await runCommand(readFlags, async ({ chosen, isAll, env }, interrupted) => {
  const outcomes = await run(chosen, isAll ? 'spec' : 'dot', env, interrupted);
  return outcomes.every(({ failing }) => failing === 0);
});

/** @throws FlagError in one line */
function readFlags(given: readonly string[]) {
  const isAll = given[0] === '--all';
  const args = isAll ? given.slice(1) : given;
  const flags = parseFlags(
    args.filter((arg) => arg.startsWith('-')),
    { list: { type: 'boolean' }, update: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    'npm test',
  );
  if (flags.help) return usage;
  if (flags.list) return list();
  checkGroups();
  const names = args.filter((arg) => !arg.startsWith('-'));
  const env: NodeJS.ProcessEnv = flags.update ? { ...process.env, UPDATE_SNAPSHOTS: '1' } : process.env;
  return { chosen: chosenBy(names, isAll), isAll, env };
}

function list(): string {
  const rows = groups.map(({ name, what, seconds, isQuick }) => [
    name,
    `${seconds} s`,
    isQuick ? 'npm test' : '',
    what,
  ]);
  return `${tableLines(rows, [2, 3]).join('\n')}\n`;
}

/** @throws FlagError naming what is neither a group nor a file */
function chosenBy(names: readonly string[], isAll: boolean): readonly Group[] {
  if (names.length === 0) return groups.filter(({ isQuick }) => isAll || isQuick);
  const paths = names.filter((name) => !groups.some((group) => group.name === name));
  const unknown = paths.find((path) => !existsSync(path));
  if (unknown !== undefined)
    throw new FlagError(
      /[/.]/.test(unknown)
        ? `there is no ${unknown}; a test file is named by its path, as in npm test -- test/function/handler/time.test.ts`
        : `there is no group ${unknown}; the groups are ${groups.map(({ name }) => name).join(', ')}`,
    );
  const files = paths.map((path) => relative(root, path));
  const named: Group = { name: files.join(' '), what: '', files, seconds: 120, isQuick: true, isAlone: false };
  return [...groups.filter(({ name }) => names.includes(name)), ...(files.length > 0 ? [named] : [])];
}

/** Two groups at a time, the longest first; then those that measure time, one by one. */
async function run(
  chosen: readonly Group[],
  reporter: 'dot' | 'spec',
  env: NodeJS.ProcessEnv,
  interrupted: AbortSignal,
): Promise<readonly MochaOutcome[]> {
  const progress = taskProgress();
  const isOnly = chosen.length === 1;
  const perform = async (group: Group, stopped: AbortSignal) => {
    const { name, files, seconds, isCovering = false } = group;
    if (!isOnly) progress.say(name, 'running');
    const outcome = await runMocha({
      files: groups.includes(group) ? filesOf(group) : files,
      reporter: isOnly ? 'spec' : reporter,
      isCovering,
      env,
      deadline: seconds * patience,
      stopped,
      onOutput: (chunk) => isOnly && process.stdout.write(chunk),
    });
    const { passing, failing } = outcome;
    const said = `${passing} passing${failing > 0 ? `, ${failing} failing` : ''} (${Math.round(outcome.seconds)} s)`;
    if (!isOnly && !stopped.aborted) progress.done(name, failing === 0, said);
    if (!isOnly && failing === 0 && reporter === 'spec') process.stdout.write(outcome.output);
    return outcome;
  };
  const longestFirst = chosen.toSorted((one, other) => other.seconds - one.seconds);
  const beside = longestFirst.filter(({ isAlone }) => !isAlone);
  const alone = longestFirst.filter(({ isAlone }) => isAlone);
  const outcomes = [
    ...(await mapConcurrently(beside, 2, interrupted, perform)),
    ...(await mapConcurrently(alone, 1, interrupted, perform)),
  ];
  if (!isOnly) report(outcomes);
  return outcomes;
}

/** Last, where it is found: what failed, in mocha's own words, and how many there were of all. */
function report(outcomes: readonly MochaOutcome[]): void {
  const sum = (count: (outcome: MochaOutcome) => number) => outcomes.reduce((total, one) => total + count(one), 0);
  for (const { output, failing } of outcomes) if (failing > 0) process.stdout.write(output);
  const failing = sum((outcome) => outcome.failing);
  process.stdout.write(`\n  ${sum(({ passing }) => passing)} passing\n${failing > 0 ? `  ${failing} failing\n` : ''}`);
}
