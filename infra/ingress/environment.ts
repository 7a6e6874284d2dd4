import { type DeclaredSource, fixedEnvironment, variables } from '../../function/environment.ts';
import type { Settings } from '../settings/schema.ts';

/** What the environment says beside the settings; `Text` is text once all of it is there. */
export interface DeployedNames<Text> {
  readonly serviceName: string;
  readonly busName: Text;
  readonly parkingQueueUrl: Text;
  /** JSON of the sources, each as `declaredSource` has it. */
  readonly sources: Text;
}

/** What function/configuration.ts reads, and what Powertools and the X-Ray SDK look for when they are evaluated. */
export function environmentOf<Text>(
  settings: Pick<Settings, 'freshnessSeconds' | 'maxDeliveryBytes' | 'secretCacheSeconds'>,
  { serviceName, busName, parkingQueueUrl, sources }: DeployedNames<Text>,
): Record<string, Text | string> {
  return {
    // The dimension `service` of every metric: stacks that share an account stay apart by it.
    [variables.serviceName]: serviceName,
    [variables.busName]: busName,
    [variables.parkingQueueUrl]: parkingQueueUrl,
    [variables.sources]: sources,
    [variables.freshnessSeconds]: String(settings.freshnessSeconds),
    [variables.maxDeliveryBytes]: String(settings.maxDeliveryBytes),
    [variables.secretCacheSeconds]: String(settings.secretCacheSeconds),
    ...fixedEnvironment,
  };
}

export function declaredSource<Text>(
  {
    name,
    scheme,
    freshnessSeconds,
    maxDeliveryBytes,
    answerLimitMs,
    url,
    verifyToken,
  }: Omit<DeclaredSource, 'secretId'>,
  secretId: Text,
): DeclaredSource<Text> {
  // JSON leaves out what is undefined.
  return { name, scheme, secretId, freshnessSeconds, maxDeliveryBytes, answerLimitMs, url, verifyToken };
}
