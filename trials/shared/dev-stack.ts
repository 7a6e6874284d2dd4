import { join } from 'node:path';
import { type LocalStack, startStack } from '../../local/index.ts';
import { localAws } from '../../tools/local-aws.ts';
import { fetchSecret } from '../../tools/secrets.ts';
import type { Webhook } from './post.ts';

/** Runs the stack dev in this process, on free ports and in silence. */
export function startDevStack(options: Partial<Parameters<typeof startStack>[0]> = {}): Promise<LocalStack> {
  const root = join(import.meta.dirname, '../..');
  return startStack({ root, stack: 'dev', port: 0, awsPort: 0, note: () => {}, ...options });
}

/** Its one source, as the sender knows it. */
export async function webhookOf({
  sources: [source],
  awsEndpoint,
}: LocalStack): Promise<Webhook & { readonly secretId: string }> {
  if (!source) throw new Error('the stack dev has no source');
  return { ...source, secret: await fetchSecret(localAws(awsEndpoint), source.secretId) };
}
