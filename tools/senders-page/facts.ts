import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const sentence = z.string().min(1);
const sentences = z.array(sentence).min(1);

/** What a description in function/sources/ does not say of its sender. What nobody has looked up is left out. */
const facts = z.strictObject({
  /** How people call the sender. */
  title: z.string(),
  /** Pages of the sender's own, where it has them, that say what stands here. */
  docs: z.array(z.url()).min(1),
  /** What to click and to paste at the sender, and which secret to store. */
  setUp: sentences,
  /** What is signed, where the scheme has a rule of its own and no pieces say it. */
  signs: sentence.optional(),
  /** Why the body counts as unsigned. */
  unsigned: sentence.optional(),
  /** How long it waits for an answer. */
  waits: sentence.optional(),
  /** When it tries again what failed. */
  retries: sentence.optional(),
  /** What it does about answers of 4xx and 5xx, beyond trying again. */
  refused: sentence.optional(),
  caveats: sentences.default([]),
  /** One of the setting `rules`, for this sender's events. */
  rule: z.looseObject({ name: z.string() }),
});

export type Facts = Readonly<z.output<typeof facts>>;

/** By scheme. */
export const factsOfSenders: Readonly<Record<string, Facts>> = z
  .record(z.string(), facts)
  .parse(parse(readFileSync(join(import.meta.dirname, 'facts.yaml'), 'utf8')));
