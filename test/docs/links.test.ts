import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { lexer, Marked, type Token, walkTokens } from 'marked';
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id';

const root = join(import.meta.dirname, '../..');
const pages = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/*.md', { cwd: root })];

describe('the links of the documentation', () => {
  for (const page of pages) {
    it(`lead somewhere: ${page}`, () => {
      const dead = linksOf(page).filter((href) => {
        const [path = '', anchor] = href.split('#');
        const target = path === '' ? page : join(dirname(page), path);
        return !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(target).has(anchor));
      });
      assert.deepEqual(dead, []);
    });
  }

  it('are looked at', () => {
    assert.ok(linksOf('docs/senders.md').includes('guarantees.md#replays-scheme-by-scheme'));
    assert.ok(!anchorsOf('docs/senders.md').has('no-such-sender'));
  });
});

/** Those into the project. Other sites are not asked. */
function linksOf(page: string): readonly string[] {
  const links: string[] = [];
  walkTokens(lexer(readFileSync(join(root, page), 'utf8')), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href);
  });
  return links.filter((href) => !/^[a-z]+:/.test(href));
}

const known = new Map<string, ReadonlySet<string>>();

function anchorsOf(page: string): ReadonlySet<string> {
  const before = known.get(page);
  if (before) return before;
  new Marked(gfmHeadingId()).parse(readFileSync(join(root, page), 'utf8'));
  const anchors = new Set(getHeadingList().map(({ id }) => id));
  known.set(page, anchors);
  return anchors;
}
