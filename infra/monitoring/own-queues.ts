import * as aws from '@pulumi/aws';
import type { Settings } from '../settings/schema.ts';
import { SettingsError } from '../settings/settings.ts';

/** The account of the local run, which stands for whichever the stack will be in. */
const anyAccount = '000000000000';

/**
 * A queue of another account has to confirm its subscription by hand, for which the AWS provider waits two minutes and
 * then fails. The settings cannot tell whose account the stack will be in, so AWS is asked, where there is a queue.
 * @throws SettingsError naming every queue of another account
 */
export async function refuseQueuesOfOthers(
  notifications: Settings['notifications'],
  provider: aws.Provider,
): Promise<void> {
  const queues = (['page', 'ticket'] as const).flatMap((severity) =>
    notifications[severity].flatMap(({ protocol, endpoint }, index) =>
      protocol === 'sqs' ? [{ key: `webhook-bridge:notifications.${severity}.${index}.endpoint`, endpoint }] : [],
    ),
  );
  if (queues.length === 0) return;
  const { accountId } = await aws.getCallerIdentity({}, { provider });
  if (accountId === anyAccount) return;
  const others = queues.filter(({ endpoint }) => endpoint.split(':')[4] !== accountId);
  if (others.length === 0) return;
  throw new SettingsError(
    others
      .map(
        ({ key, endpoint }) =>
          `${key} is "${endpoint}": wants a queue of the stack's account, ${accountId}; no other confirms by itself`,
      )
      .join('\n'),
  );
}
