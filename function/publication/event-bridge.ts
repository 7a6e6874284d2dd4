import type { EventBridgeClient, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { PutEventsCommand } from '../sdk.ts';

/** What publishing needs of an EventBridge client. */
export interface EventBridge {
  readonly send: (
    command: PutEventsCommand,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<PutEventsCommandOutput>;
}

/**
 * Resolves the client's middleware at the first call and keeps it; the SDK resolves it anew at every call that has a
 * signal. Each call of an environment ends before the next begins, so the signal of the one under way can stand in the
 * options that all of them share.
 */
export function resolvedOnce({ middlewareStack, config }: EventBridgeClient): EventBridge {
  const options: { abortSignal?: AbortSignal } = {};
  let handler: ReturnType<PutEventsCommand['resolveMiddleware']> | undefined;
  return {
    async send(command, { abortSignal }) {
      handler ??= command.resolveMiddleware(middlewareStack, config, options);
      options.abortSignal = abortSignal;
      return (await handler(command)).output;
    },
  };
}
