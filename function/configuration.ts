import { type DeclaredSource, variables } from './environment.ts';
import type { Scheme } from './sources/scheme.ts';
import { schemes } from './sources/schemes.ts';

/** Who may deliver, and the secret it signs with. */
export interface Source {
  /** The path on the Function URL, and `webhook.<name>` on the bus. */
  readonly name: string;
  readonly scheme: Scheme;
  /** ARN of the Secrets Manager secret. */
  readonly secretId: string;
  /** How far the signed time may lie from the receipt, where that is the source's or its sender's own. */
  readonly freshnessMs?: number;
  readonly maxDeliveryBytes?: number | undefined;
  /** From the first line of the handler to the answer, where it is not that of time-budget.ts. */
  readonly answerLimitMs?: number | undefined;
  /** The address that the sender was given, where that is not the Function URL's own. */
  readonly url?: string | undefined;
  readonly verifyToken?: string | undefined;
}

export interface Configuration {
  readonly busName: string;
  /** Where a delivery waits that EventBridge does not take. */
  readonly parkingQueueUrl: string;
  readonly sources: readonly Source[];
  /** Of sources that have none of their own. */
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
  const integer = (name: string): number => {
    const value = Number(text(name));
    if (!Number.isSafeInteger(value)) throw new Error(`the environment variable ${name} is no whole number`);
    return value;
  };
  return {
    busName: text(variables.busName),
    parkingQueueUrl: text(variables.parkingQueueUrl),
    sources: readSources(text(variables.sources)),
    freshnessMs: integer(variables.freshnessSeconds) * 1000,
    maxDeliveryBytes: integer(variables.maxDeliveryBytes),
    secretCacheMs: integer(variables.secretCacheSeconds) * 1000,
  };
}

function readSources(text: string): readonly Source[] {
  try {
    // Written by our own program, infra/ingress/environment.ts, as an array of these.
    const declared = JSON.parse(text) as readonly DeclaredSource[];
    return declared.map(({ freshnessSeconds, ...source }) => {
      const scheme = schemeOf(source.scheme);
      const { timestamp, answerLimitMs } = scheme;
      const seconds = freshnessSeconds ?? timestamp?.toleranceSeconds;
      return {
        ...(answerLimitMs && { answerLimitMs }),
        ...source,
        scheme,
        ...(seconds && { freshnessMs: seconds * 1000 }),
      };
    });
  } catch (error) {
    throw new Error(`the environment variable ${variables.sources} is no list of sources`, { cause: error });
  }
}

function schemeOf(name: string): Scheme {
  const scheme = schemes.find((scheme) => scheme.name === name);
  if (!scheme) throw new Error(`there is no scheme ${name}`);
  return scheme;
}
