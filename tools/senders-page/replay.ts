import type { Scheme } from '../../function/sources/scheme.ts';
import { factsOfSenders } from './facts.ts';
import { isIdSigned, toleranceOf } from './words.ts';

/** What becomes of a delivery that somebody overheard and sends again, in a few words. */
export function replayOf(scheme: Scheme): string {
  const tolerance = toleranceOf(scheme);
  return tolerance === undefined ? 'not protected' : `refused after ${tolerance}`;
}

/** The part of docs/guarantees.md on replays and on bodies that nobody signs. */
export function replaySection(schemes: readonly Scheme[]): string {
  const unsigned = schemes.flatMap(({ name }) => {
    const why = factsOfSenders[name]?.unsigned;
    return why === undefined ? [] : [`| \`${name}\` | ${why} |`];
  });
  return `## Replays, scheme by scheme

\`npm run senders\` writes this section from the descriptions in [function/sources](../function/sources). A delivery whose sender signs a time is taken while that lies less than the tolerance from receipt, either way; \`freshnessSeconds\` of the source sets another. Within the tolerance, an environment of the function recognises what it has taken before. **Where no time is signed, whoever has overheard a delivery can send it again at any time**, and only an environment that has taken it before recognises it; consumers do so by \`detail.metadata.id\`.

| scheme | an old delivery | duplicates are told by |
| --- | --- | --- |
${schemes.map((scheme) => `| \`${scheme.name}\` | ${replayOf(scheme)} | ${isIdSigned(scheme) ? "the sender's signed id" : 'the bytes of the body'} |`).join('\n')}

The event says \`bodySigned: false\` of these, because their signature does not vouch for each byte of the body. Whoever has overheard one can change what is not signed, and its \`detail.metadata.id\` with it:

| scheme | why |
| --- | --- |
${unsigned.join('\n')}
`;
}
