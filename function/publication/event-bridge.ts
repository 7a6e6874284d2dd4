import type { EventBridgeClient, PutEventsCommandOutput } from '@aws-sdk/client-eventbridge';
import type { PutEventsCommand } from '../sdk.ts';

/** When a call is over. */
interface Signals {
  /** Breaks off a request. */
  readonly abortSignal: AbortSignal;
  /** Breaks off a wait for another try, and tries no more. */
  readonly retrySignal: AbortSignal;
}

/** What the function needs of an EventBridge client. */
export interface EventBridge {
  readonly send: (command: PutEventsCommand, options: Signals) => Promise<PutEventsCommandOutput>;
}

/**
 * Sends with a middleware stack that is resolved once. The SDK keeps a stack (`cacheMiddleware`) only for calls without
 * options, and resolving one anew is a twentieth of a warm delivery's CPU time: so the signals go by other ways to the
 * HTTP handler and, in the context of the call, to the waits between retries. An environment serves one delivery at a
 * time, so there are those of one call at a time.
 */
export function resolvedOnce(client: EventBridgeClient): EventBridge {
  const { requestHandler } = client.config;
  const handle = requestHandler.handle.bind(requestHandler);
  let abortSignal: AbortSignal;
  let retrySignal: AbortSignal;
  requestHandler.handle = (request, options) => handle(request, { abortSignal, ...options });
  client.middlewareStack.add(
    (next, context) => (args) => {
      // Every command has one, where the SDK itself puts the signal of a call with options.
      Object.assign(context.__smithy_context as object, { abortSignal: retrySignal });
      return next(args);
    },
    { step: 'initialize', name: 'abortSignal' },
  );
  return {
    send(command, signals) {
      ({ abortSignal, retrySignal } = signals);
      return client.send(command);
    },
  };
}
