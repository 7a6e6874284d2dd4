import type { Settings } from './settings/settings.ts';

/** What the environment says beside the settings; `Text` is text once all of it is there. */
export interface Surroundings<Text> {
  readonly serviceName: string;
  readonly busName: Text;
  readonly parkingQueueUrl: Text;
  /** JSON of the sources, each as `describedSource` has it. */
  readonly sources: Text;
}

/** What function/configuration.ts reads, and what Powertools and the X-Ray SDK look for when they are evaluated. */
export function environmentOf<Text>(
  settings: Pick<Settings, 'freshnessSeconds' | 'maxDeliveryBytes' | 'secretCacheSeconds'>,
  { serviceName, busName, parkingQueueUrl, sources }: Surroundings<Text>,
): Record<string, Text | string> {
  return {
    // The dimension `service` of every metric: stacks that share an account stay apart by it.
    POWERTOOLS_SERVICE_NAME: serviceName,
    BUS_NAME: busName,
    PARKING_QUEUE_URL: parkingQueueUrl,
    SOURCES: sources,
    FRESHNESS_SECONDS: String(settings.freshnessSeconds),
    MAX_DELIVERY_BYTES: String(settings.maxDeliveryBytes),
    SECRET_CACHE_SECONDS: String(settings.secretCacheSeconds),
    // Names a trace cannot be attached to are no error: a delivery matters more than its trace.
    AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
    // Answers hold ids only, but no body of any kind belongs in a trace.
    POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
    // V8 starts four threads to help it; on a fraction of a CPU they are a millisecond of INIT and 5 MB.
    NODE_OPTIONS: '--v8-pool-size=1',
  };
}

export function describedSource<Text>(
  { name, scheme }: { readonly name: string; readonly scheme: string },
  secretId: Text,
) {
  return { name, scheme, secretId };
}
