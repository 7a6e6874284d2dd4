/** What may be larger than its limit: by file or folder, up to how many lines or files, and why. */
export type Exceptions = Readonly<Record<string, { readonly upTo: number; readonly because: string }>>;

interface Measured {
  /** Path from the root of the project. */
  readonly path: string;
  readonly size: number;
  readonly limit: number;
  readonly unit: 'lines' | 'files';
}

const linesOfCode = 200;
/** A test file is a list of sentences that are read one at a time; to cut it parts the cases of one behaviour. */
const linesOfTests = 400;
const filesInFolder = 12;

/** What is wrong with the sizes of source files and their folders, a sentence for each fault. */
export function oversized(linesByFile: ReadonlyMap<string, number>, exceptions: Exceptions): readonly string[] {
  const measured = [...linesByFile].map(([path, lines]): Measured => {
    return { path, size: lines, limit: path.startsWith('test/') ? linesOfTests : linesOfCode, unit: 'lines' };
  });
  const folders = Map.groupBy(linesByFile.keys(), (path) => path.slice(0, path.lastIndexOf('/')));
  for (const [path, files] of folders) {
    measured.push({ path, size: files.length, limit: filesInFolder, unit: 'files' });
  }
  const paths = new Set(measured.map(({ path }) => path));
  const gone = Object.keys(exceptions).filter((path) => !paths.has(path));
  return [
    ...measured.flatMap((one) => faultOf(one, exceptions[one.path]) ?? []),
    ...gone.map((path) => `${path} is gone: take its exception out.`),
  ];
}

function faultOf({ path, size, limit, unit }: Measured, exception: Exceptions[string] | undefined): string | undefined {
  if (exception === undefined) {
    return size > limit ? `${path} has ${size} ${unit}, more than ${limit}: divide it.` : undefined;
  }
  if (size <= limit) return `${path} has ${size} ${unit}, no more than ${limit}: take its exception out.`;
  if (size > exception.upTo) return `${path} has ${size} ${unit}, more than the ${exception.upTo} of its exception.`;
  return undefined;
}
