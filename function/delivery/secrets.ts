import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Source } from '../configuration.ts';
import { nameOf } from '../errors.ts';
import { GetSecretValueCommand } from '../sdk.ts';
import { secretFetchLimitMs } from '../time-budget.ts';
import { problemOf, type SecretProblem } from './secret-form.ts';

/** The active signing secrets of each source: AWSCURRENT and, so that a rotation loses nothing, AWSPREVIOUS. */
export interface Secrets {
  /**
   * The active secrets; empty when the source's secret has no value. Cached values older than the cache time are fetched
   * anew, and stay in use when that fails. Nothing when there is no cached value and none can be had.
   */
  readonly active: (source: Source) => Promise<readonly string[] | undefined>;
  /** The newest secrets, for a signature that fits no cached one. Asks at most once in 10 s without finding a change. */
  readonly refreshed: (source: Source) => Promise<Refreshed>;
}

/** The newest secrets where they differ from the cached ones; or that these are the newest, or that nobody can say. */
export type Refreshed = readonly string[] | 'unchanged' | 'unavailable';

/** What one fetch came to, for metrics and logs. Never holds a value. */
export interface SecretFetch {
  readonly source: string;
  readonly scheme: string;
  readonly durationMs: number;
  /** Whether a signature that fits no cached version asked for it. */
  readonly isRefresh: boolean;
  /** How long AWSCURRENT has had its value, where it has one. */
  readonly ageSeconds?: number | undefined;
  /** What keeps AWSCURRENT from being a secret of the scheme. */
  readonly problem?: SecretProblem | undefined;
  /** Name of the error, when the fetch failed. */
  readonly errorCode?: string;
}

interface Cached {
  readonly values: readonly string[];
  readonly fetchedAt: number;
}

/** Begun by a fetch that failed, or that brought no change. */
interface Cooldown {
  readonly startedAt: number;
  readonly because: 'unchanged' | 'unavailable';
}

/** One version of a secret. */
interface Version {
  /** Undefined when it is binary. */
  readonly value: string | undefined;
  readonly createdAt: Date | undefined;
}

/** After a fetch that failed or brought no change, so that a flood of wrong signatures is no flood of Secrets Manager calls. */
const cooldownMs = 10_000;

export function createSecrets(
  client: Pick<SecretsManagerClient, 'send'>,
  cacheMs: number,
  observe: (fetch: SecretFetch) => void,
  now: () => number = Date.now,
): Secrets {
  const cache = new Map<string, Cached>();
  const cooldowns = new Map<string, Cooldown>();

  async function fetch({ name, scheme, secretId }: Source, isRefresh: boolean): Promise<readonly string[] | undefined> {
    const started = now();
    const fetched = () => ({ source: name, scheme: scheme.name, durationMs: now() - started, isRefresh });
    try {
      const [current, previous] = await activeVersions(client, secretId);
      // An empty secret would let anyone sign.
      const values = [current, previous].flatMap((version) => (version?.value ? [version.value] : []));
      cache.set(name, { values, fetchedAt: now() });
      cooldowns.delete(name);
      const ageSeconds = current?.createdAt && (now() - current.createdAt.getTime()) / 1000;
      observe({ ...fetched(), ageSeconds, problem: current && problemOf(scheme, current.value) });
      return values;
    } catch (error) {
      cooldowns.set(name, { startedAt: now(), because: 'unavailable' });
      observe({ ...fetched(), errorCode: nameOf(error) });
      return undefined;
    }
  }

  /** Why nothing is fetched now, while the last fetch is not to be repeated. */
  function coolingDown({ name }: Source): Cooldown['because'] | undefined {
    const cooldown = cooldowns.get(name);
    return cooldown && now() - cooldown.startedAt < cooldownMs ? cooldown.because : undefined;
  }

  return {
    async active(source) {
      const cached = cache.get(source.name);
      if (!cached) return fetch(source, false);
      if (now() - cached.fetchedAt < cacheMs || coolingDown(source)) return cached.values;
      return (await fetch(source, false)) ?? cached.values;
    },
    async refreshed(source) {
      const because = coolingDown(source);
      if (because) return because;
      const before = cache.get(source.name)?.values ?? [];
      const after = await fetch(source, true);
      if (!after) return 'unavailable';
      if (JSON.stringify(before) !== JSON.stringify(after)) return after;
      cooldowns.set(source.name, { startedAt: now(), because: 'unchanged' });
      return 'unchanged';
    },
  };
}

function activeVersions(
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
): Promise<readonly (Version | undefined)[]> {
  const abortSignal = AbortSignal.timeout(secretFetchLimitMs);
  return Promise.all(['AWSCURRENT', 'AWSPREVIOUS'].map((stage) => version(client, secretId, stage, abortSignal)));
}

async function version(
  client: Pick<SecretsManagerClient, 'send'>,
  SecretId: string,
  VersionStage: string,
  abortSignal: AbortSignal,
): Promise<Version | undefined> {
  try {
    const command = new GetSecretValueCommand({ SecretId, VersionStage });
    const { SecretString: value, CreatedDate: createdAt } = await client.send(command, { abortSignal });
    return { value, createdAt };
  } catch (error) {
    // Nothing carries that label: no value was set yet, or there was no rotation yet.
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}
