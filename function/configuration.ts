import { type Scheme, schemes } from './sources/scheme.ts';

/** Who may deliver, and the secret it signs with. */
export interface Source {
  /** The path on the Function URL, and `webhook.<name>` on the bus. */
  readonly name: string;
  readonly scheme: Scheme;
  /** ARN of the Secrets Manager secret. */
  readonly secretId: string;
}

export interface Configuration {
  readonly busName: string;
  /** Where a delivery waits that EventBridge does not take. */
  readonly parkingQueueUrl: string;
  readonly sources: readonly Source[];
  readonly freshnessMs: number;
  readonly maxDeliveryBytes: number;
  readonly secretCacheMs: number;
}

/**
 * Reads what the Pulumi program put into the function's environment. It was validated there, so this only refuses what
 * cannot be worked with.
 * @throws Error naming the variable
 */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const text = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`the environment variable ${name} is missing`);
    return value;
  };
  const whole = (name: string): number => {
    const value = Number(text(name));
    if (!Number.isSafeInteger(value)) throw new Error(`the environment variable ${name} is no whole number`);
    return value;
  };
  return {
    busName: text('BUS_NAME'),
    parkingQueueUrl: text('PARKING_QUEUE_URL'),
    sources: readSources(text('SOURCES')),
    freshnessMs: whole('FRESHNESS_SECONDS') * 1000,
    maxDeliveryBytes: whole('MAX_DELIVERY_BYTES'),
    secretCacheMs: whole('SECRET_CACHE_SECONDS') * 1000,
  };
}

function readSources(text: string): readonly Source[] {
  try {
    // Written by our own program, infra/ingress.ts, as an array of these.
    const declared = JSON.parse(text) as { name: string; scheme: string; secretId: string }[];
    return declared.map((source) => ({ ...source, scheme: schemeOf(source.scheme) }));
  } catch (error) {
    throw new Error('the environment variable SOURCES is no list of sources', { cause: error });
  }
}

function schemeOf(name: string): Scheme {
  const scheme = schemes.find((scheme) => scheme.name === name);
  if (!scheme) throw new Error(`there is no scheme ${name}`);
  return scheme;
}
