/** The environment variables that carry the function's settings: infra/ingress/environment.ts writes them, configuration.ts reads them. */
export const variables = {
  busName: 'BUS_NAME',
  parkingQueueUrl: 'PARKING_QUEUE_URL',
  /** JSON: an array of `DeclaredSource`. */
  sources: 'SOURCES',
  freshnessSeconds: 'FRESHNESS_SECONDS',
  maxDeliveryBytes: 'MAX_DELIVERY_BYTES',
  secretCacheSeconds: 'SECRET_CACHE_SECONDS',
  /** Read by Powertools: the dimension `service` of every metric. */
  serviceName: 'POWERTOOLS_SERVICE_NAME',
} as const;

/** A source as `variables.sources` declares it. */
export interface DeclaredSource<Text = string> {
  readonly name: string;
  readonly scheme: string;
  /** ARN of the Secrets Manager secret. */
  readonly secretId: Text;
  /** Instead of what the scheme, or else the stack, has. */
  readonly freshnessSeconds?: number | undefined;
  /** Instead of what the stack has. */
  readonly maxDeliveryBytes?: number | undefined;
  /** Instead of what the scheme, or else `answerLimitMs` of time-budget.ts, says. */
  readonly answerLimitMs?: number | undefined;
  /** The address that the sender was given, without a query, where that is not the Function URL's own. */
  readonly url?: string | undefined;
  /** What a sender shows that checks the address by a GET. */
  readonly verifyToken?: string | undefined;
}

/** What is the same for every stack, for Powertools, the X-Ray SDK and Node. */
export const fixedEnvironment = {
  // Names a trace cannot be attached to are no error: a delivery matters more than its trace.
  AWS_XRAY_CONTEXT_MISSING: 'IGNORE_ERROR',
  // Answers hold ids only, but no body of any kind belongs in a trace.
  POWERTOOLS_TRACER_CAPTURE_RESPONSE: 'false',
  // V8 starts four threads to help it; on a fraction of a CPU they are a millisecond of INIT and 5 MB.
  NODE_OPTIONS: '--v8-pool-size=1',
} as const;
