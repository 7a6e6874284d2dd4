import { z } from 'zod';
import { name, oneOf, unique, whole } from './values.ts';

const source = z.strictObject(
  {
    /** The path on the Function URL, and `webhook.<name>` on the bus. */
    name,
    scheme: oneOf(['momento']),
    /** After so many minutes without a delivery somebody is called; an alarm looks back over a week at most. Left out, it may be silent. */
    expectedEveryMinutes: whole(1, 10_080).optional(),
  },
  'a source with name and scheme',
);

/** Who may deliver. */
export const sources = z
  .array(source, 'a list of sources')
  .min(1, 'at least one source')
  // Lambda takes 4 KB of environment, and each source's name, scheme and secret stand in it.
  .max(15, 'at most 15 sources')
  .refine((sources) => unique(sources.map(({ name }) => name)), 'every source with a name of its own');
