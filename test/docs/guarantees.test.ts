import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { lexer, type Token, type Tokens } from 'marked';
import { z } from 'zod';
import { drills } from '../../trials/drills/catalogue/catalogue.ts';
import { normalDay } from '../../trials/drills/normal-day.ts';
import { scenarios } from '../../trials/faults/scenarios.ts';
import { attacks } from '../../trials/flood/attacks/attacks.ts';

const root = join(import.meta.dirname, '../..');

interface Promised {
  readonly section: string;
  readonly sentence: string;
  readonly proofs: readonly Proof[];
}

/** A link of the page: the words of a test, or a command, and its file below the project. */
interface Proof {
  readonly words: string;
  readonly file: string;
}

/** What takes too long for `npm test`: by command, each with the file that says what it does. */
const commands: ReadonlySet<string> = new Set([
  ...scenarios.map(({ name }) => `npm run faults -- --only ${name}: trials/faults/scenarios.ts`),
  ...attacks.map(({ name }) => `npm run flood -- --only ${name}: trials/flood/attacks/attacks.ts`),
  ...drills.map(({ name }) => `npm run drill -- --only ${name}: trials/drills/catalogue/catalogue.ts`),
  `npm run drill -- --only ${normalDay.name}: trials/drills/normal-day.ts`,
]);

function commandOf({ words, file }: Proof): string {
  return `${words}: ${file}`;
}

/** Sections that say what holds nobody to anything. */
const unproved = ['Not promised', 'Not proved'];

describe('docs/guarantees.md', () => {
  const promises = promisesOf(readFileSync(join(root, 'docs/guarantees.md'), 'utf8'));
  const kept = promises.filter(({ section }) => !unproved.includes(section));
  let tests: readonly Test[];

  before(() => {
    const files = kept.flatMap(({ proofs }) => proofs.map(({ file }) => file));
    tests = testsOf([...new Set(files)].filter((file) => file.endsWith('.test.ts') && existsSync(join(root, file))));
  });

  it('promises something to each of those that it names', () => {
    assert.deepEqual(
      [...new Set(promises.map(({ section }) => section))],
      ['To the sender', 'To the consumer', 'To the operator', 'To the security reviewer', ...unproved],
    );
  });

  for (const { sentence, proofs } of kept)
    it(`has a proof that is there: ${sentence}`, () => {
      assert.ok(proofs.length > 0, 'no test is named');
      const missing = proofs.filter((proof) => !commands.has(commandOf(proof)) && !tests.some(isTest(proof)));
      assert.deepEqual(missing, []);
    });
});

/** Promises are the items of the lists, proofs the links in the lists below them. */
function promisesOf(page: string): readonly Promised[] {
  let section = '';
  return lexer(page).flatMap((token): readonly Promised[] => {
    if (isA(token, 'heading')) section = token.text;
    if (!isA(token, 'list')) return [];
    return token.items.map(({ tokens }) => ({
      section,
      sentence: tokens.flatMap((part) => (isA(part, 'text') ? [part.text] : [])).join(' '),
      proofs: tokens.flatMap((part) => (isA(part, 'list') ? part.items.map(proofOf) : [])),
    }));
  });
}

function proofOf({ text, tokens: [line] }: Tokens.ListItem): Proof {
  const [link] = line && isA(line, 'text') ? (line.tokens ?? []) : [];
  // What is no link names no file, and is missed with its text.
  if (!link || !isA(link, 'link')) return { words: text, file: '' };
  const words = link.tokens.map((part) => ('text' in part ? part.text : '')).join('');
  return { words, file: relative(root, join(root, 'docs', link.href)) };
}

/** Narrows what `marked` leaves open for tokens of extensions. */
function isA<Type extends keyof Known>(token: Token, type: Type): token is Known[Type] {
  return token.type === type;
}

interface Known {
  readonly heading: Tokens.Heading;
  readonly list: Tokens.List;
  readonly text: Tokens.Text;
  readonly link: Tokens.Link;
}

type Test = z.infer<typeof report>['tests'][number];

const report = z.object({
  tests: z.array(z.object({ title: z.string(), fullTitle: z.string(), file: z.string() })),
  pending: z.array(z.object({ fullTitle: z.string(), file: z.string() })),
});

/** The tests that mocha finds in some files and would run. */
function testsOf(files: readonly string[]): readonly Test[] {
  const folder = mkdtempSync(join(tmpdir(), 'webhook-bridge-'));
  try {
    const output = join(folder, 'tests.json');
    const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
    const options = ['--dry-run', '--reporter', 'json', '--reporter-option', `output=${output}`];
    execFileSync(process.execPath, [mocha, ...options, ...files], { cwd: root, stdio: 'pipe' });
    const { tests, pending } = report.parse(JSON.parse(readFileSync(output, 'utf8')));
    const skipped = new Set(pending.map(({ file, fullTitle }) => `${file}\n${fullTitle}`));
    return tests
      .filter(({ file, fullTitle }) => !skipped.has(`${file}\n${fullTitle}`))
      .map((test) => ({ ...test, file: relative(root, test.file) }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Whether a test is named by its own words, by those with all around it, or by what is around it. */
function isTest({ words, file }: Proof): (test: Test) => boolean {
  return (test) => test.file === file && [test.title, test.fullTitle, around(test)].includes(words);
}

function around({ title, fullTitle }: Test): string {
  return fullTitle.slice(0, -title.length).trimEnd();
}
