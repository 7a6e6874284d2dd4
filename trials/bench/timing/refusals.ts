import { createHmac, randomBytes } from 'node:crypto';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';
import type { Configuration, Source } from '../../../function/configuration.ts';
import { createDuplicates } from '../../../function/delivery/duplicates.ts';
import type { Secrets } from '../../../function/delivery/secrets.ts';
import { verify } from '../../../function/delivery/signature/signature.ts';
import { createHandler } from '../../../function/handler.ts';
import { ColdStart } from '../../../function/init/cold-start.ts';
import { momento } from '../../../function/sources/momento.ts';
import { createTelemetry } from '../../../function/telemetry/telemetry.ts';
import { delivery } from '../delivery.ts';

/** A delivery whose signature is wrong. */
export interface Forgery {
  readonly event: LambdaFunctionURLEvent;
  readonly body: Buffer;
  readonly signature: string;
}

export type Refuse = (forgery: Forgery) => Promise<unknown>;

/** What trials/bench/delivery.ts writes. */
const template = JSON.parse(delivery()) as LambdaFunctionURLEvent;

const values = ['the current secret of the measurement', 'the previous secret of the measurement'] as const;

const source: Source = { name: 'momento', scheme: momento, secretId: 'none' };

/** As with a warm environment in the 10 s after it asked for newer secrets in vain: without a call to AWS. */
const secrets: Secrets = { active: async () => values, refreshed: async () => 'unchanged' };

/**
 * Its signature begins with so many bytes of the right one and goes on at random, with another byte first. The body is
 * another each time and so is the right signature: were it the same, a processor would learn to read its digits, and
 * read the faster what it has more of.
 */
export function forgery(matching: number): Forgery {
  const text = `${template.body?.slice(0, -1)},"nonce":"${randomBytes(16).toString('hex')}"}`;
  const body = Buffer.from(text);
  const right = createHmac('sha3-256', values[0]).update(body).digest();
  const wrong = randomBytes(right.length);
  right.copy(wrong, 0, 0, matching);
  while (wrong[matching] === right[matching]) randomBytes(1).copy(wrong, matching);
  const signature = wrong.toString('hex');
  const headers = { ...template.headers, 'momento-signature': signature };
  return { event: { ...template, body: text, headers }, body, signature };
}

/** The verification alone. */
export const verification: Refuse = ({ event, body }) =>
  verify(source, { url: '', headers: event.headers, body }, secrets);

/** The whole handler, its log line and its metrics included. */
export function handling(): Refuse {
  const configuration: Configuration = {
    ...{ busName: 'none', parkingQueueUrl: 'none', sources: [source] },
    ...{ freshnessMs: 60_000, maxDeliveryBytes: 262_144, secretCacheMs: 300_000 },
  };
  const handler = createHandler({
    ...{ configuration, secrets, duplicates: createDuplicates(), telemetry: createTelemetry() },
    coldStart: new ColdStart(),
    publishOrPark: () => Promise.reject(new Error('a wrong signature was published')),
  });
  // All that the logger reads of it.
  const context = { functionName: 'timing', awsRequestId: 'timing' } as Context;
  return ({ event }) => handler(event, context);
}

/** What the verification must not be: it ends at the first byte that differs. Shows what the measurement can see. */
export const earlyExit: Refuse = async ({ signature, body }) => {
  const claimed = Buffer.from(signature, 'hex');
  return values.map((value) => {
    const digest = createHmac('sha3-256', value).update(body).digest();
    let index = 0;
    while (index < digest.length && digest[index] === claimed[index]) index += 1;
    return index === digest.length;
  });
};
