import { type Outcome, type Reason, statusByReason } from '../../function/signals.ts';
import { CommandError } from '../command-line/command.ts';
import { type LogLine, loggedLine } from '../function-log.ts';
import type { Target } from './target.ts';

/** What became of a delivery, by its line in the function's log. */
export async function outcomeOf(target: Target, requestId: string | null, stopped: AbortSignal): Promise<string> {
  if (requestId === null) return 'not known: the answer names no request of the function';
  try {
    const line = await loggedLine(target, { requestId }, stopped);
    return line === undefined ? `not known: ${target.logGroup} has no line of it yet` : said(line);
  } catch (error) {
    // What came back is known all the same.
    if (error instanceof CommandError) return `not known: ${error.message}`;
    throw error;
  }
}

function said({ outcome, reason, duration_ms: duration, cold_start: cold, ...line }: LogLine): string {
  const how = `in ${Number(duration).toFixed(1)} ms${cold === true ? ', a cold start' : ''}`;
  if (isReason(reason)) return `${outcome}, ${reason}: ${reasons[reason]}${field(line)} (${how})`;
  return `${isOutcome(outcome) ? outcomes[outcome] : outcome} (${how})`;
}

function field({ missing_field: field }: LogLine): string {
  return field === undefined ? '' : ` (${field})`;
}

const outcomes: Readonly<Record<Exclude<Outcome, 'refused' | 'failed'>, string>> = {
  published: 'published: EventBridge gave the event an id',
  parked: 'parked: the pipe puts it on the bus as soon as that takes it',
  handshake: 'a handshake: answered as the sender wants, and no event',
  duplicate: 'known already: answered as before, and not published again',
};

/** What it means to whoever sent it. */
const reasons: Readonly<Record<Reason, string>> = {
  'too-large': 'larger than the setting maxDeliveryBytes',
  'wrong-method': 'deliveries are made with POST',
  'unknown-path': 'no source has this path',
  'wrong-content-type': 'this source takes another content type',
  'empty-body': 'there is no body',
  'malformed-signature': 'the signature has not the form of its scheme',
  'wrong-signature': 'no active secret of the source has made the signature',
  'no-secret': 'the secret of the source has no value yet',
  'too-deep': 'nested deeper than the function reads',
  'invalid-json': 'no JSON in UTF-8',
  'not-an-object': 'no JSON object',
  'number-too-large': 'an integer of more than 64 bits, which EventBridge does not take',
  'missing-field': 'a field is missing that deliveries of the source have',
  stale: 'signed too long ago',
  early: 'signed in the future: the clock of this machine is ahead',
  'secret-unavailable': 'Secrets Manager gives the function no answer',
  'publish-failed': 'neither EventBridge nor the parking queue takes events',
  unexpected: 'a fault in the function: its log has error_stack',
};

function isReason(reason: unknown): reason is Reason {
  return typeof reason === 'string' && Object.hasOwn(statusByReason, reason);
}

function isOutcome(outcome: unknown): outcome is keyof typeof outcomes {
  return typeof outcome === 'string' && Object.hasOwn(outcomes, outcome);
}
