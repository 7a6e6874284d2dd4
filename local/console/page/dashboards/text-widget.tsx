import { Marked } from 'marked';
import type { TextProperties } from './body.ts';

// A dashboard's Markdown has no HTML of its own; what looks like it is shown as it stands.
const markdown = new Marked({ renderer: { html: ({ text }) => text.replaceAll('<', '&lt;') } });

export function TextWidget({ properties }: { readonly properties: TextProperties }) {
  return <Markdown text={properties.markdown} />;
}

/** Links into the runbook stay on this machine: it is served here too. An alarm's description has no link, but its path. */
export function Markdown({ text }: { readonly text: string }) {
  const linked = text.replaceAll(/(^|\s)(docs\/runbook\.md#[\w-]+)/g, '$1[$2]($2)');
  const html = (markdown.parse(linked) as string).replaceAll(/href="[^"#]*docs\/runbook\.md/g, 'href="/runbook');
  // HTML in the text is escaped above, and the page’s policy runs no inline script.
  return <div class="markdown" data-state="drawn" dangerouslySetInnerHTML={{ __html: html }} />;
}
