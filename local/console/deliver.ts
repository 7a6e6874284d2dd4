import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { senderOf, staleAgeMs } from '../../tools/senders.ts';
import { AwsError } from '../aws/aws-error.ts';
import type { LocalStack } from '../stack/stack.ts';
import type { AwsCaller } from './aws-caller.ts';
import { type DeliveryAnswer, deliveryKinds } from './contract.ts';

const input = z.strictObject({ source: z.string(), kind: z.enum(deliveryKinds) });

/** Sends what the real sender would, signed with the source's secret, with another one, or long ago. */
export function deliverTo(sources: LocalStack['sources'], call: AwsCaller) {
  return async (request: unknown): Promise<DeliveryAnswer> => {
    const parsed = input.safeParse(request);
    if (!parsed.success) throw new AwsError('ValidationException', z.prettifyError(parsed.error));
    const { kind } = parsed.data;
    const source = sources.find(({ name }) => name === parsed.data.source);
    if (!source) throw new AwsError('ValidationException', `there is no source ${parsed.data.source}`);
    const secret = kind === 'wrong' ? randomBytes(24).toString('base64url') : await secretOf(source.secretId, call);
    const { headers, body } = senderOf(source.description ?? source.scheme, source.signedUrl)(
      secret,
      Date.now() - (kind === 'stale' ? staleAgeMs : 0),
    );
    const sent = performance.now();
    const answer = await fetch(source.url, { method: 'POST', headers, body });
    const text = await answer.text();
    const tookMs = performance.now() - sent;
    const traceId = /Root=([^;]+)/.exec(answer.headers.get('x-amzn-trace-id') ?? '')?.[1];
    return { status: answer.status, body: text, tookMs, traceId };
  };
}

const secretValue = z.object({ SecretString: z.string() });

async function secretOf(SecretId: string, call: AwsCaller): Promise<string> {
  return secretValue.parse(await call('secretsmanager.GetSecretValue', { SecretId })).SecretString;
}
