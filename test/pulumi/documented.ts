import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../infra/programs.ts';

const page = readFileSync(join(root, 'docs/operations.md'), 'utf8');

/**
 * The commands of a section of docs/operations.md, as they are to be pasted.
 * @param heading of the section, or the bold words that a paragraph begins with
 * @param names what stands in it in capitals, and what it is here
 */
export function documented(heading: string, names: Readonly<Record<string, string>> = {}): string {
  const [, section = ''] = page.split(new RegExp(`^(?:## |\\*\\*)${heading}[^\\n]*$`, 'm'));
  const [, commands] = /^```sh\n(.*?)^```$/ms.exec(section) ?? [];
  if (commands === undefined) throw new Error(`docs/operations.md has no commands under ${heading}`);
  return Object.entries(names).reduce((text, [name, value]) => text.replaceAll(name, value), commands);
}
