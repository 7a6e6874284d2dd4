import type { Extract } from './query.ts';

/** How `parse` takes a text apart by a glob: what stands between its literal parts, as short as it can be. */
export function globExtraction(glob: string): { readonly extract: Extract; readonly count: number } {
  const literals = glob.split('*').map((literal) => literal.replaceAll(/[\\^$.+?()[\]{}|]/g, '\\$&'));
  const start = glob.startsWith('*') ? '^' : '';
  const end = glob.endsWith('*') ? '$' : '';
  const regex = new RegExp(`${start}${literals.join('(.*?)')}${end}`, 's');
  return { extract: (text) => regex.exec(text)?.slice(1), count: literals.length - 1 };
}

/** The names of the capturing groups of a regular expression, which all need one, in their order. */
export function groupNames(regex: RegExp): readonly string[] {
  return [...regex.source.matchAll(/(?<!\\)\(\?<([A-Za-z]\w*)>/g)].map(([, name = '']) => name);
}

export function regexExtraction(regex: RegExp): Extract {
  const names = groupNames(regex);
  return (text) => {
    const groups = regex.exec(text)?.groups;
    return groups && names.map((name) => groups[name]);
  };
}
