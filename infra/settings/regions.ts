import { z } from 'zod';
import { partitionOf } from '../partition.ts';
import listed from './regions.json' with { type: 'json' };

const wanted = 'an AWS region such as eu-central-1';

export const region = z.string(wanted).regex(/^[a-z]{2,4}(-[a-z]+)+-\d$/, wanted);

/** Room for the metadata of an event beside its data, in an entry of PutEvents. */
const metadataBytes = 10_000;

/**
 * The largest delivery that PutEvents takes there: 1 MB an entry less the metadata, however AWS counts it, but 256 KB where
 * its documentation still says so.
 */
export function mostDeliveryBytes(region: string): number {
  return (partitionOf(region) === 'aws-cn' ? 256_000 : 1_000_000) - metadataBytes;
}

/** Why the stack cannot be in the region, as far as is known. */
export function unlisted(region: string): string | undefined {
  if (listed.regions.includes(region)) return undefined;
  return (
    `a region that has all the stack needs, Function URLs and Pipes among it: ${listed.regions.join(', ')} ` +
    `(as of ${listed.asOf}; \`npm run regions\` asks AWS again, and unlistedRegion: true takes any)`
  );
}
