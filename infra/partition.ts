/** The parts of AWS that know nothing of each other, by how their regions' names begin. */
const partitions = {
  'cn-': 'aws-cn',
  'us-gov-': 'aws-us-gov',
  'us-iso': 'aws-iso',
  'eu-isoe-': 'aws-iso-e',
  'eusc-': 'aws-eusc',
};

/** The partition that ARNs of the region name. */
export function partitionOf(region: string): string {
  return Object.entries(partitions).find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}
