import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { Source } from '../configuration.ts';
import type { From, Headers, Scheme } from '../sources/scheme.ts';
import { headerOf, textOf, valueAt } from './fields.ts';
import { isToken } from './signature/tokens.ts';

/** What a handshake is answered. */
export interface Handshake {
  readonly status: number;
  readonly type?: 'text/plain' | 'application/json';
  readonly body?: string;
}

/** The answer that a signed delivery asks for, where it is one of its scheme's handshakes. */
export function handshakeIn(scheme: Scheme, payload: unknown, headers: Headers, secret: string): Handshake | undefined {
  const found = (from: From) => ('body' in from ? valueAt(payload, from) : headerOf(headers, from.header));
  const handshake = scheme.handshakes?.find(({ when, is }) => found(when) === is);
  if (!handshake) return undefined;
  const { answer } = handshake;
  if (typeof answer === 'function') return withBody('application/json', answer(payload, secret));
  return 'echo' in answer ? withBody('text/plain', textOf(answer.echo, payload, headers)) : answer;
}

/**
 * The answer to a GET by which a sender checks the address, or whether that has not shown the source's token; nothing
 * where it is no such request.
 */
export function subscriptionIn(
  { scheme, verifyToken }: Source,
  { rawQueryString }: LambdaFunctionURLEvent,
): Handshake | 'wrong-token' | undefined {
  const { subscription } = scheme;
  if (!subscription) return undefined;
  const query = new URLSearchParams(rawQueryString);
  const [mode, value] = subscription.mode;
  if (query.get(mode) !== value) return undefined;
  if (!verifyToken || !isToken(verifyToken, query.get(subscription.token) ?? '')) return 'wrong-token';
  return withBody('text/plain', query.get(subscription.challenge) ?? undefined);
}

/** No challenge is longer, or of other characters; and nothing but a challenge is said after a sender. */
const echoed = /^[\w.~+/=:-]{1,1024}$/;

function withBody(type: 'text/plain' | 'application/json', body: string | undefined): Handshake | undefined {
  if (body === undefined || (type === 'text/plain' && !echoed.test(body))) return undefined;
  return { status: 200, type, body };
}
