import { z } from 'zod';
import { name, unique, whole } from './values.ts';

const source = z.strictObject(
  {
    /** The path on the Function URL, and `webhook.<name>` on the bus. */
    name,
    /** One that is shipped or the stack's own, for which see together.ts. */
    scheme: z.string('the name of a scheme'),
    /** How far a signed time may lie from the receipt, either way, instead of what the scheme, or else the stack, has. */
    freshnessSeconds: whole(1, 900).optional(),
    /**
     * After so many minutes without a delivery somebody is called; left out, it may be silent. Metrics of the newest minute
     * may not be there yet, and an alarm looks back over a week at most.
     */
    expectedEveryMinutes: whole(5, 10_080).optional(),
  },
  'a source with name and scheme',
);

/** Who may deliver. */
export const sources = z
  .array(source, 'a list of sources')
  .min(1, 'at least one source')
  // Each stands in the function's environment; long names may fill it sooner, for which see together.ts.
  .max(15, 'at most 15 sources')
  .refine((sources) => unique(sources.map(({ name }) => name)), 'every source with a name of its own');
