import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Scheme } from '../../function/sources/scheme.ts';
import { schemes } from '../../function/sources/schemes.ts';
import { type Facts, factsOfSenders } from './facts.ts';
import { replayOf, replaySection } from './replay.ts';
import {
  answerOf,
  bodyOf,
  eventTypeOf,
  handshakesOf,
  idOf,
  secretOf,
  signatureOf,
  timeOf,
  toleranceOf,
} from './words.ts';

const docs = join(import.meta.dirname, '../../docs');

/** Written by hand, at the end of the page. */
const own = '## Your own sender\n';

/** docs/senders.md, with the part that is written by hand as it stands. */
export function sendersPage(before: string): string {
  const kept = before.slice(before.indexOf(own));
  return `# Senders

Each of these ${schemes.length} schemes may be the \`scheme\` of a source. \`npm run senders\` writes this page, down to [your own sender](#your-own-sender), from the descriptions in [function/sources](../function/sources) and from [facts.yaml](../tools/senders-page/facts.yaml), which has what the senders say of set-up, time-outs and retries. A dash stands where we found no figure of theirs.

**The address** to paste is the Function URL, the output \`functionUrl\`, with the name of the source as its path: \`https://….lambda-url.us-east-1.on.aws/NAME\`. If another domain stands in front of it, give the source the address that the sender knows as its \`url\`, where the sender signs it. **The secret** goes into Secrets Manager by the source's command in the output \`setSecretCommands\`, exactly as the sender shows it. [What the answers mean](../README.md#what-you-see) is in the README.

| scheme | sender | an old delivery |
| --- | --- | --- |
${schemes.map((scheme) => `| [\`${scheme.name}\`](#${scheme.name}) | ${factsOf(scheme).title} | ${replayOf(scheme)} |`).join('\n')}

The last column says whether somebody who overheard a delivery can send it again: [more in the guarantees](guarantees.md#replays-scheme-by-scheme).

${schemes.map((scheme) => sectionOf(scheme, factsOf(scheme))).join('\n')}
${kept}`;
}

/** docs/guarantees.md, with its section on replays written anew. */
export function guaranteesPage(before: string): string {
  return before.replace(/^## Replays, scheme by scheme\n.*?(?=^## )/ms, () => `${replaySection(schemes)}\n`);
}

function factsOf({ name }: Scheme): Facts {
  const facts = factsOfSenders[name];
  if (facts) return facts;
  throw new Error(`tools/senders-page/facts.yaml has nothing of ${name}`);
}

function sectionOf(scheme: Scheme, facts: Facts): string {
  const rows = [
    ['signature', signatureOf(scheme, facts.signs)],
    ['secret', secretOf(scheme)],
    ['time', timeOf(scheme)],
    ...rowOf('taken within', toleranceOf(scheme)),
    ['id', idOf(scheme)],
    ['event type', eventTypeOf(scheme.eventType)],
    ['body', bodyOf(scheme)],
    ['handshake', handshakesOf(scheme)],
    ['our answer', answerOf(scheme)],
    ['it waits', facts.waits ?? '—'],
    ['it tries again', facts.retries ?? '—'],
    ...rowOf('on 4xx and 5xx', facts.refused),
    ...rowOf('`bodySigned: false`', facts.unsigned),
  ];
  return `## ${scheme.name}

**${facts.title}**: ${facts.docs.map((url) => `<${url}>`).join(', ')}

${facts.setUp.map((step, index) => `${index + 1}. ${step}`).join('\n')}

| | |
| --- | --- |
${rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}
${facts.caveats.map((caveat) => `\n- ${caveat}`).join('')}${facts.caveats.length === 0 ? '' : '\n'}
\`\`\`yaml
${ruleOf(facts)}
\`\`\`
`;
}

function rowOf(name: string, words: string | undefined): readonly (readonly [string, string])[] {
  return words === undefined ? [] : [[name, words]];
}

/** A line for each key, however deep its value is, spaced as in the other YAML of the project. */
function ruleOf({ rule }: Facts): string {
  const flow = { collectionStyle: 'flow', lineWidth: 0 } as const;
  const inLine = (value: unknown) => stringify(value, flow).trimEnd().replaceAll('[ ', '[').replaceAll(' ]', ']');
  const lines = Object.entries(rule).map(([key, value]) => `${key}: ${inLine(value)}`);
  return `- ${lines.join('\n  ')}`;
}

// `npm run senders`
if (process.argv[1] === import.meta.filename) {
  for (const [name, write] of [
    ['senders.md', sendersPage],
    ['guarantees.md', guaranteesPage],
  ] as const) {
    const file = join(docs, name);
    writeFileSync(file, write(readFileSync(file, 'utf8')));
  }
}
