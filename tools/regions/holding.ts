import { z } from 'zod';

/** What the stack takes of a region, by the names of AWS's endpoints; IAM is everywhere at once. */
const services = ['lambda', 'events', 'pipes', 'sqs', 'sns', 'kms', 'secretsmanager', 'monitoring', 'logs', 'xray'];

/** The part of botocore's endpoints.json that is read here. */
export const publishedEndpoints = z.object({
  partitions: z.array(
    z.object({
      partition: z.string(),
      regions: z.record(z.string(), z.unknown()),
      services: z.record(z.string(), z.object({ endpoints: z.record(z.string(), z.unknown()).default({}) })),
    }),
  ),
});

/** The pages' form has changed, so that nothing can be told from them. */
export class UnreadableError extends Error {}

/**
 * The regions that can hold the stack: they have every service, and Function URLs. Only those of the partition aws: in
 * China there are no Function URLs, and the others have no Pipes.
 * https://docs.amazonaws.cn/en_us/aws/latest/userguide/lambda.html
 * @param endpoints where AWS has which service
 * @param page AWS's page on Function URLs, which names the regions without
 */
export function holdingRegions(endpoints: z.output<typeof publishedEndpoints>, page: string): readonly string[] {
  const partition = endpoints.partitions.find(({ partition }) => partition === 'aws');
  if (!partition) throw new UnreadableError('the published endpoints have no partition aws');
  const unknown = services.filter((service) => !Object.hasOwn(partition.services, service));
  if (unknown.length > 0) throw new UnreadableError(`the published endpoints have no ${unknown.join(', ')}`);
  const without = withoutFunctionUrls(page);
  return Object.keys(partition.regions)
    .filter((region) =>
      services.every((service) => Object.hasOwn(partition.services[service]?.endpoints ?? {}, region)),
    )
    .filter((region) => !without.includes(region))
    .sort();
}

function withoutFunctionUrls(page: string): readonly string[] {
  const text = page.replaceAll(/<[^>]*>/g, '').replaceAll(/\s+/g, ' ');
  const [, sentence = ''] = /Function URLs are not supported in the following ([^.]*)\./i.exec(text) ?? [];
  const regions = sentence.match(/[a-z]{2}(-[a-z]+)+-\d/g) ?? [];
  if (regions.length === 0) throw new UnreadableError('the page on Function URLs names no regions without them');
  return regions;
}
