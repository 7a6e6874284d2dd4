import { z } from 'zod';
import type { Scheme } from '../../function/sources/scheme.ts';
import { name, unique, whole } from './values.ts';

const addressShape = 'an address that begins with https://, has a path, and neither ? nor #';

const verifyTokenShape = 'a text of 16 to 128 letters, digits, dots, hyphens or underscores';

const source = z.strictObject(
  {
    /** The path on the Function URL, and `webhook.<name>` on the bus. */
    name,
    /** One that is shipped or the stack's own, for which see together.ts. */
    scheme: z.string('the name of a scheme'),
    /** How far a signed time may lie from the receipt, either way, instead of what the scheme, or else the stack, has. */
    freshnessSeconds: whole(1, 900).optional(),
    /** Instead of what the stack has. */
    maxDeliveryBytes: whole(1, 990_000).optional(),
    /** How long a delivery may take, in milliseconds, instead of what the scheme says: its sender hangs up soon after. */
    answerLimitMs: whole(1_000, 4_500).optional(),
    /** The address that a sender signs which was given another than the Function URL's own. */
    url: z
      .string(addressShape)
      .max(512, addressShape)
      .regex(/^https:\/\/[^\s?#/]+\/[^\s?#]*$/, addressShape)
      .optional(),
    /** What a sender shows that checks the address. No secret: whoever knows it has his own text echoed, and no more. */
    verifyToken: z
      .string(verifyTokenShape)
      .regex(/^[\w.-]{16,128}$/, verifyTokenShape)
      .optional(),
    /**
     * After so many minutes without a delivery somebody is called; left out, it may be silent. Metrics of the newest minute
     * may not be there yet, and an alarm looks back over a week at most.
     */
    expectedEveryMinutes: whole(5, 10_080).optional(),
  },
  'a source with name and scheme',
);

type Source = z.output<typeof source>;

/** Who may deliver. */
export const sources = z
  .array(source, 'a list of sources')
  .min(1, 'at least one source')
  // Each stands in the function's environment; long names may fill it sooner, for which see together.ts.
  .max(15, 'at most 15 sources')
  .refine((sources) => unique(sources.map(({ name }) => name)), 'every source with a name of its own');

/** Settings of a source that its scheme has no use for, or needs: key and what would be right. */
export function wrongForScheme(source: Source, scheme: Scheme): readonly (readonly [keyof Source, string])[] {
  const { name, timestamp, signed, subscription } = scheme;
  const wrong: (readonly [keyof Source, string])[] = [];
  if (source.freshnessSeconds !== undefined && !timestamp) {
    wrong.push(['freshnessSeconds', `none, because ${name} signs no time: its deliveries are never stale`]);
  }
  if (source.url !== undefined && !signed.includes('url')) {
    wrong.push(['url', `none, because ${name} does not sign the address that it delivers to`]);
  }
  if (source.verifyToken !== undefined && !subscription) {
    wrong.push(['verifyToken', `none, because ${name} shows no such token`]);
  }
  if (source.verifyToken === undefined && subscription) {
    wrong.push([
      'verifyToken',
      `${verifyTokenShape}: the one that you enter at ${name}, which shows it to check the address`,
    ]);
  }
  return wrong;
}
