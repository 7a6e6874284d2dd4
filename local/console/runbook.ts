import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Marked } from 'marked';
import { gfmHeadingId } from 'marked-gfm-heading-id';
import type { Answer } from './answer.ts';
import type { PageBundle } from './bundle.ts';
import { escaped, textPage } from './shell.ts';

// Headings get the ids that GitHub gives them, so that one link fits both. Markdown's own HTML is shown as text.
const markdown = new Marked(gfmHeadingId(), { renderer: { html: ({ text }) => escaped(text) } });

/** docs/runbook.md, read for every request: whoever writes it sees it. */
export async function runbook(root: string, page: PageBundle): Promise<Answer> {
  const back = '<p class="back"><a href="/">← webhook-bridge</a></p>';
  const text = await readFile(join(root, 'docs/runbook.md'), 'utf8').catch(() => undefined);
  if (text === undefined) {
    return textPage(page, 'Runbook', `<main class="text">${back}<p>There is no docs/runbook.md.</p></main>`, 404);
  }
  return textPage(page, 'Runbook', `<main class="text">${back}${await markdown.parse(text)}</main>`);
}
