import { globSync } from 'node:fs';
import { join } from 'node:path';
import { CommandError } from '../../tools/command-line/command.ts';

const root = join(import.meta.dirname, '../..');

/** Test files that run in one process of mocha, one after the other. */
export interface Group {
  readonly name: string;
  /** What its tests show, in a few words. */
  readonly what: string;
  /** Paths and patterns, from the project's root. */
  readonly files: readonly string[];
  /** What the patterns match and other groups run. */
  readonly except?: readonly string[];
  /** On two quiet cores, roughly. */
  readonly seconds: number;
  /** Whether `npm test` runs it, as whoever changed something would wait for it. */
  readonly isQuick: boolean;
  /** Whether it measures time, so that nothing may run beside it. */
  readonly isAlone: boolean;
  /** Whether it must execute each line and branch of function/. */
  readonly isCovering?: boolean;
}

const quick = { isQuick: true, isAlone: false } as const;
const beside = { isQuick: false, isAlone: false } as const;
const alone = { isQuick: false, isAlone: true } as const;

const delivery = 'test/end-to-end/delivery.test.ts';
const mutants = 'test/infra/mutation.test.ts';
const events = 'test/examples/events.test.ts';

/** Every test file is in exactly one of these. */
export const groups: readonly Group[] = [
  {
    ...quick,
    name: 'function',
    what: 'the handler and its parts, with each line and branch of function/ executed',
    files: ['test/function/**'],
    seconds: 25,
    isCovering: true,
  },
  {
    ...quick,
    name: 'infra',
    what: 'settings in; resources, alarms and dashboards out: what is expected of each stack, and its snapshot',
    // Together, as they look at the same graphs.
    files: ['test/infra/**', 'test/eventbridge/**/*.test.ts', 'test/dashboards/**'],
    except: [mutants],
    seconds: 40,
  },
  {
    ...quick,
    name: 'local',
    what: 'the AWS of the laptop, service by service, and its console',
    files: ['test/local/**'],
    seconds: 70,
  },
  {
    ...quick,
    name: 'delivery',
    what: 'deliveries through the running stack, from the Function URL to a queue',
    files: [delivery],
    seconds: 25,
  },
  {
    ...quick,
    name: 'project',
    what: 'what the docs promise has its proof, events are as their schemas say, and every test runs',
    files: ['test/docs/**', 'test/run/**', events],
    seconds: 10,
  },
  {
    ...beside,
    name: 'mutants',
    what: 'the expectations of infra/ notice each resource, input and option that is missing',
    files: [mutants],
    seconds: 60,
  },
  { ...beside, name: 'tools', what: 'send, verify, replay, the build, flags', files: ['test/tools/**'], seconds: 100 },
  {
    ...beside,
    name: 'property',
    what: '200,000 generated requests, and each way to tamper with one',
    files: ['test/property/**'],
    seconds: 120,
  },
  {
    ...alone,
    name: 'cold-start',
    what: 'the bundle under the Lambda host: phases, heap, traces',
    files: ['test/cold-start/**'],
    seconds: 60,
  },
  {
    ...alone,
    name: 'end-to-end',
    what: 'the running stack: load, rotation, figures, queries, the example',
    files: ['test/end-to-end/**', 'test/examples/**'],
    except: [delivery, events],
    seconds: 150,
  },
  {
    ...alone,
    name: 'trials',
    what: 'load, faults, flood, drills and bench, each as short as it can be',
    files: ['test/trials/**'],
    seconds: 90,
  },
];

/** A group's test files, in their order. */
export function filesOf({ files, except = [] }: Group): readonly string[] {
  return globSync(files, { cwd: root, exclude: except })
    .filter((file) => file.endsWith('.test.ts'))
    .sort();
}

/** @throws CommandError naming the test files that no group would run, or that two would */
export function checkGroups(all: readonly Group[] = groups): void {
  const grouped = all.flatMap((group) => filesOf(group).map((file) => ({ file, group: group.name })));
  const problems = globSync('test/**/*.test.ts', { cwd: root, exclude: ['**/node_modules'] }).flatMap((file) => {
    const [first, ...others] = grouped.filter((one) => one.file === file).map(({ group }) => group);
    if (first === undefined) return [`${file} is in no group`];
    return others.length === 0 ? [] : [`${file} is in more than one group: ${[first, ...others].join(', ')}`];
  });
  if (problems.length > 0)
    throw new CommandError([...problems, 'test/run/groups.ts says what each group runs'].join('\n'));
}
