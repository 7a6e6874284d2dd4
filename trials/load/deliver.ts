import { randomBytes } from 'node:crypto';
import { senderPatienceMs } from '../../function/time-budget.ts';
import { senderOf } from '../../tools/senders.ts';

/** One source of a stack, local or not. */
export interface Source {
  readonly url: string;
  readonly scheme: string;
  readonly secret: string;
}

/** What may come to a webhook. */
export type Kind = 'signed' | 'wrong' | 'stale' | 'unsigned';

/** The status that a stack answers each with when all is well. */
export const expected: Readonly<Record<Kind, number>> = { signed: 200, wrong: 401, stale: 403, unsigned: 401 };

export interface Answer {
  readonly kind: Kind;
  /** Nothing when none came. */
  readonly status: number | undefined;
  readonly latencyMs: number;
}

/** Older than any `freshnessSeconds` allows, which is at most 900. */
const staleMs = 960_000;

/** Sends one delivery and waits for its answer, or for its sender's patience to end. */
export async function deliver({ url, scheme, secret }: Source, kind: Kind): Promise<Answer> {
  const key = kind === 'wrong' ? randomBytes(24).toString('base64url') : secret;
  const { headers: signed, body } = senderOf(scheme)(key, Date.now() - (kind === 'stale' ? staleMs : 0));
  const headers = kind === 'unsigned' ? { 'content-type': signed['content-type'] ?? '' } : signed;
  const sent = performance.now();
  const status = await answered(url, { method: 'POST', headers, body });
  return { kind, status, latencyMs: performance.now() - sent };
}

async function answered(url: string, request: RequestInit): Promise<number | undefined> {
  try {
    const answer = await fetch(url, { ...request, signal: AbortSignal.timeout(senderPatienceMs) });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    return undefined;
  }
}
