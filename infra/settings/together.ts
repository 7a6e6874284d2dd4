import { declaredSource, environmentOf } from '../ingress/environment.ts';
import { names } from '../names.ts';
import { partitionOf } from '../partition.ts';
import { mostDeliveryBytes, unlisted } from './regions.ts';
import type { Settings } from './schema.ts';
import { knownSchemes } from './schemes/schemes.ts';
import { wrongForScheme } from './sources.ts';

interface Wrong {
  readonly path: readonly string[];
  /** What would be right. */
  readonly message: string;
}

/** Lambda's limit: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const mostEnvironmentBytes = 4_096;

/** What is wrong about settings that are right one by one. */
export function wrongTogether(settings: Settings, project: string, stack: string): readonly Wrong[] {
  return [
    ...wrongRegion(settings),
    ...wrongSources(settings),
    ...wrongDeliveryBytes(settings),
    ...wrongSlack(settings),
    ...wrongEnvironment(settings, project, stack),
  ];
}

function wrongRegion({ region, unlistedRegion }: Settings): readonly Wrong[] {
  const message = unlistedRegion ? undefined : unlisted(region);
  return message === undefined ? [] : [{ path: ['region'], message }];
}

function wrongSources(settings: Settings): readonly Wrong[] {
  const known = knownSchemes(settings);
  return settings.sources.flatMap((source, index) => {
    const at = ['sources', String(index)];
    const scheme = known.find(({ name }) => name === source.scheme);
    if (!scheme) return [{ path: [...at, 'scheme'], message: `one of ${known.map(({ name }) => name).join(', ')}` }];
    return wrongForScheme(source, scheme).map(([key, message]) => ({ path: [...at, key], message }));
  });
}

function wrongDeliveryBytes({ region, maxDeliveryBytes, sources }: Settings): readonly Wrong[] {
  const most = mostDeliveryBytes(region);
  const message = `a whole number from 1 to ${most} in ${region}, where PutEvents takes an entry of 256 KB`;
  const ofSources = sources.flatMap(({ maxDeliveryBytes = 0 }, index) =>
    maxDeliveryBytes <= most ? [] : [{ path: ['sources', String(index), 'maxDeliveryBytes'], message }],
  );
  return maxDeliveryBytes <= most ? ofSources : [{ path: ['maxDeliveryBytes'], message }, ...ofSources];
}

/** The API of chat applications takes ARNs of the partition aws alone. */
function wrongSlack({ region, notifications }: Settings): readonly Wrong[] {
  if (notifications.slack === undefined || partitionOf(region) === 'aws') return [];
  const message = `no slack in ${region}: Amazon Q Developer in chat applications knows only the partition aws`;
  return [{ path: ['notifications', 'slack'], message }];
}

function wrongEnvironment(settings: Settings, project: string, stack: string): readonly Wrong[] {
  const bytes = environmentBytes(settings, project, stack);
  if (bytes <= mostEnvironmentBytes) return [];
  const message =
    `fewer sources, or shorter names of sources or of the stack: they make an environment of ${bytes} bytes, and Lambda takes ${mostEnvironmentBytes}; ` +
    'AWS says "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit."';
  return [{ path: ['sources'], message }];
}

/** Lambda measures the JSON of names and values. */
export function environmentBytes(settings: Settings, project: string, stack: string): number {
  return Buffer.byteLength(JSON.stringify(environment(settings, project, stack)));
}

/** As the function will have it: of what is known only later, such as the account, the length is known before. */
function environment(settings: Settings, project: string, stack: string) {
  const { physical } = names(project, stack);
  const { region, sources } = settings;
  const account = '0'.repeat(12);
  const domain = partitionOf(region) === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com';
  const secretId = (source: string) =>
    `arn:${partitionOf(region)}:secretsmanager:${region}:${account}:secret:${physical(512, source)}-${'x'.repeat(6)}`;
  return environmentOf(settings, {
    serviceName: physical(64),
    busName: physical(256),
    parkingQueueUrl: `https://sqs.${region}.${domain}/${account}/${physical(80, 'parking')}`,
    sources: JSON.stringify(sources.map((source) => declaredSource(source, secretId(source.name)))),
  });
}
