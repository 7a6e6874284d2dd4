/*
 * Stands in for parts of the AWS SDK that the function's settings rule out. They fail when they are used all the same.
 */

/** The retry mode is standard. */
export class AdaptiveRetryStrategy {
  constructor() {
    throw new Error('the bundle has no adaptive retry strategy: infra/bundle/replacements.ts leaves it out');
  }
}

/** The region is in the environment. */
export function getInstanceMetadataRegion(): never {
  throw new Error(
    'the bundle does not ask for the region of an EC2 instance: infra/bundle/replacements.ts leaves it out',
  );
}
