import { z } from 'zod';

/** Those that every resource has anyway, by which whatever finds the stack's resources finds them. */
const ours = ['project', 'stack'];

/** AWS's own limit for one resource. */
const mostTags = 50;

/** The strictest of the services that the stack's resources are of: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html */
const characters = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
const theCharacters = 'letters, digits, spaces and _ . : / = + - @';

const value = z.preprocess(
  // The CLI makes numbers and booleans of tags such as 4711 or true.
  (value) => (typeof value === 'number' || typeof value === 'boolean' ? String(value) : value),
  z.string('text').max(256, 'at most 256 characters').regex(characters, `text of ${theCharacters}`),
);

/** Tags on every resource, beside our own. */
export const tags = z
  .record(z.string(), value, 'tags by key')
  .refine(
    (tags) => Object.keys(tags).every((key) => key !== '' && key.length <= 128 && characters.test(key)),
    `keys of 1 to 128 characters: ${theCharacters}`,
  )
  .refine(
    (tags) => Object.keys(tags).every((key) => !/^aws:/i.test(key)),
    'keys that do not begin with aws:, which is kept for AWS',
  )
  .refine(
    (tags) => !Object.keys(tags).some((key) => ours.includes(key)),
    `keys other than ${ours.join(' and ')}, which every resource has`,
  )
  .refine((tags) => sameButForCase([...ours, ...Object.keys(tags)]) === undefined, {
    error: ({ input }) => {
      // The refinement before it found the input to be such a record.
      const [one, other] = sameButForCase([...ours, ...Object.keys(input as object)]) ?? [];
      return `keys that differ by more than case, unlike ${one} and ${other}; IAM says "Duplicate tag keys found. Please note that Tag keys are case insensitive."`;
    },
  })
  .refine(
    (tags) => Object.keys(tags).length <= mostTags - ours.length,
    `at most ${mostTags - ours.length} tags, as AWS takes ${mostTags} and every resource has ${ours.join(' and ')}`,
  );

function sameButForCase(keys: readonly string[]): readonly [string, string] | undefined {
  const seen = new Map<string, string>();
  for (const key of keys) {
    const before = seen.get(key.toLowerCase());
    if (before !== undefined && before !== key) return [before, key];
    seen.set(key.toLowerCase(), key);
  }
  return undefined;
}
