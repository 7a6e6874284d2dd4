import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Source } from '../configuration.ts';
import { nameOf } from '../errors.ts';
import { GetSecretValueCommand } from '../sdk.ts';

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
  readonly durationMs: number;
  /** Whether a signature that fits no cached version asked for it. */
  readonly isRefresh: boolean;
  /** How long AWSCURRENT has had its value, where it has one. */
  readonly ageSeconds?: number;
  /** Name of the error, when the fetch failed. */
  readonly errorCode?: string;
}

interface Cached {
  readonly values: readonly string[];
  readonly fetchedAt: number;
}

/** One version of a secret. */
interface Version {
  readonly value: string;
  readonly createdAt: Date | undefined;
}

/** Between two fetches that brought nothing, so that a flood of wrong signatures is no flood of Secrets Manager calls. */
const quietMs = 10_000;

/** Well inside the handler's deadline, so that time is left to publish. */
const fetchTimeoutMs = 1_500;

export function createSecrets(
  client: Pick<SecretsManagerClient, 'send'>,
  cacheMs: number,
  observe: (fetch: SecretFetch) => void,
  now: () => number = Date.now,
): Secrets {
  const cache = new Map<string, Cached>();
  const fruitless = new Map<string, { readonly at: number; readonly because: 'unchanged' | 'unavailable' }>();

  async function fetch({ name, secretId }: Source, isRefresh: boolean): Promise<readonly string[] | undefined> {
    const started = now();
    const fetched = () => ({ source: name, durationMs: now() - started, isRefresh });
    try {
      const [current, previous] = await activeVersions(client, secretId);
      // An empty secret would let anyone sign.
      const values = [current, previous].flatMap((version) => (version?.value ? [version.value] : []));
      cache.set(name, { values, fetchedAt: now() });
      fruitless.delete(name);
      const ageSeconds = current?.createdAt && (now() - current.createdAt.getTime()) / 1000;
      observe(ageSeconds === undefined ? fetched() : { ...fetched(), ageSeconds });
      return values;
    } catch (error) {
      fruitless.set(name, { at: now(), because: 'unavailable' });
      observe({ ...fetched(), errorCode: nameOf(error) });
      return undefined;
    }
  }

  /** What the last fetch brought, as long as it is not to be repeated. */
  function quiet({ name }: Source): 'unchanged' | 'unavailable' | undefined {
    const last = fruitless.get(name);
    return last && now() - last.at < quietMs ? last.because : undefined;
  }

  return {
    async active(source) {
      const cached = cache.get(source.name);
      if (!cached) return fetch(source, false);
      if (now() - cached.fetchedAt < cacheMs || quiet(source)) return cached.values;
      return (await fetch(source, false)) ?? cached.values;
    },
    async refreshed(source) {
      const because = quiet(source);
      if (because) return because;
      const before = cache.get(source.name)?.values ?? [];
      const after = await fetch(source, true);
      if (!after) return 'unavailable';
      if (isDifferent(before, after)) return after;
      fruitless.set(source.name, { at: now(), because: 'unchanged' });
      return 'unchanged';
    },
  };
}

async function activeVersions(
  client: Pick<SecretsManagerClient, 'send'>,
  secretId: string,
): Promise<readonly (Version | undefined)[]> {
  const abortSignal = AbortSignal.timeout(fetchTimeoutMs);
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
    return value === undefined ? undefined : { value, createdAt };
  } catch (error) {
    // Nothing carries that label: no value was set yet, or there was no rotation yet.
    if (nameOf(error) === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

function isDifferent(before: readonly string[], after: readonly string[]): boolean {
  return before.length !== after.length || before.some((value, index) => value !== after[index]);
}
