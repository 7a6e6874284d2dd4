import type { EventBridgeClient, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { PutEventsCommand } from './sdk.ts';

/** What the function needs of an EventBridge client. */
export interface EventBridge {
  readonly send: (
    command: PutEventsCommand,
    options: { readonly abortSignal: AbortSignal },
  ) => Promise<PutEventsCommandOutput>;
}

/**
 * Sends with a middleware stack that is resolved once. The SDK keeps a stack (`cacheMiddleware`) only for calls without
 * options, and resolving one anew is a twentieth of a warm delivery's CPU time: so the signal goes by other ways to the
 * HTTP handler and, in the context of the call, to the waits between retries. An environment serves one delivery at a
 * time, so there is one signal at a time.
 */
export function resolvedOnce(client: EventBridgeClient): EventBridge {
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  let abortSignal: AbortSignal;
  requestHandler.handle = (request, options) => handle(request, { abortSignal, ...options });
  client.middlewareStack.add(
    (next, context) => (args) => {
      // Every command has one, where the SDK itself puts the signal of a call with options.
      Object.assign(context.__smithy_context as object, { abortSignal });
      return next(args);
    },
    { step: 'initialize', name: 'abortSignal' },
  );
  return {
    send(command, options) {
      abortSignal = options.abortSignal;
      return client.send(command);
    },
  };
}
