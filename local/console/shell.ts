import type { Answer } from './answer.ts';
import type { PageBundle } from './bundle.ts';
import type { Run } from './contract.ts';

/** The page as it is first painted: the style inside, the script after it, what the script wants to know as data. */
export function shell(page: PageBundle, run: Run): Answer {
  const body = `<main id="main" class="starting"><p>Starting …</p><noscript>This page needs JavaScript.</noscript></main>`;
  return {
    type: html,
    policy: policy(page, "script-src 'self'; connect-src 'self'"),
    body: document(page, {
      title: `webhook-bridge ${run.stack}`,
      head: `<script type="module" src="/page.js"></script>`,
      body: `<div id="page">${body}</div><script id="run" type="application/json">${inScript(JSON.stringify(run))}</script>`,
    }),
  };
}

/** A page of text, without any script. */
export function textPage(page: PageBundle, title: string, body: string, status = 200): Answer {
  return { status, type: html, policy: policy(page), body: document(page, { title, head: '', body }) };
}

const html = 'text/html; charset=utf-8';

function policy({ styleSource }: PageBundle, more?: string): string {
  const sources = [
    "default-src 'none'",
    `style-src ${styleSource}`,
    "img-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return [...sources, ...(more === undefined ? [] : [more])].join('; ');
}

function document(
  { style }: PageBundle,
  part: { readonly title: string; readonly head: string; readonly body: string },
) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(part.title)}</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<style>${style}</style>
${part.head}
</head>
<body>
${part.body}
</body>
</html>
`;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** JSON that cannot end the script element it stands in. */
function inScript(text: string): string {
  return text.replaceAll('<', '\\u003c');
}

export const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#1f5fbf"/>
<path d="M5 21h22M8 21c0-6 3.5-10 8-10s8 4 8 10M16 11v10M11.5 13v8M20.5 13v8" fill="none" stroke="#fff" stroke-width="2.2" stroke-linecap="round"/>
</svg>
`;
