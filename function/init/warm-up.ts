import type { Readable } from 'node:stream';
import type { EventBridgeClient, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Configuration } from '../configuration.ts';
import type { Secrets } from '../delivery/secrets.ts';
import { nameOf } from '../errors.ts';
import { PutEventsCommand } from '../sdk.ts';
import { warmUpConnectionTimeoutMs } from '../time-budget.ts';
import type { ColdStart } from './cold-start.ts';

export interface WarmUpParts {
  readonly configuration: Configuration;
  readonly secrets: Secrets;
  readonly eventBridge: Pick<EventBridgeClient, 'send'>;
  readonly coldStart: ColdStart;
}

/**
 * Does in INIT, at full CPU, what the first delivery would otherwise do at a fraction of one: fetches the secrets and
 * opens the connection to EventBridge, at once. What fails here is tried again by the first delivery.
 */
export async function warmUp({ configuration, secrets, eventBridge, coldStart }: WarmUpParts): Promise<void> {
  if (configuration.sources.length === 0) return;
  const warm = Promise.all([
    coldStart.part('secret', async () => {
      const fetched = await Promise.all(configuration.sources.map((source) => secrets.active(source)));
      return fetched.includes(undefined) ? 'secret-unavailable' : undefined;
    }),
    coldStart.part('connect', () => connect(eventBridge, configuration)),
  ]);
  // The time is there: handshakes are waited for.
  keepHeapSmall();
  // Node evaluates it where it is first asked for, which would be in the first delivery.
  performance.now();
  await warm;
}

/**
 * V8 doubles its new space when much of it survives, as in INIT, and never gives it back: 6 MB of 94 that a warm delivery
 * has no use for. NODE_OPTIONS cannot say so: it does not take this flag, and its `--max-semi-space-size` gives way to the
 * one that Lambda's runtime puts on Node's command line. (Node warns of setting flags late; this one is read anew at each
 * collection.)
 */
function keepHeapSmall(): void {
  process.getBuiltinModule('node:v8').setFlagsFromString('--semi-space-growth-factor=1');
}

/**
 * Goes the whole way of a publication through the SDK (endpoint, credentials, serialisation, signature), so that all of
 * it is compiled, and leaves the event out at the last step: over the connection goes a GET without a body and without
 * the name of an operation. The connection stays in the client's pool; after a HEAD, Node would close it.
 */
async function connect(
  client: Pick<EventBridgeClient, 'send'>,
  configuration: Configuration,
): Promise<string | undefined> {
  const command = new PutEventsCommand({ Entries: [emptyEntry(configuration)] });
  command.middlewareStack.add(
    (next) => async (args) => {
      // What the serialiser made for an HTTP service; the SDK leaves the type of a request to its protocol.
      const request = args.request as { method: string; body: unknown; headers: Record<string, string> };
      request.method = 'GET';
      request.body = undefined;
      delete request.headers['content-length'];
      delete request.headers['x-amz-target'];
      const { response } = await next(args);
      // Read to its end, or the connection would not go back to the pool.
      (response as { body: Readable }).body.resume();
      throw new Connected();
    },
    { step: 'deserialize', priority: 'low', name: 'leaveTheEventOut' },
  );
  try {
    await client.send(command, { abortSignal: AbortSignal.timeout(warmUpConnectionTimeoutMs) });
    return 'unknown';
  } catch (error) {
    if (error instanceof Connected) return undefined;
    return nameOf(error);
  }
}

/** Ends the call where its answer would be read: whatever a GET is answered with, it came over the connection. */
class Connected extends Error {}

function emptyEntry({ sources: [source], busName }: Configuration): PutEventsRequestEntry {
  return {
    EventBusName: busName,
    Source: `webhook.${source?.name}`,
    DetailType: 'warm-up',
    Detail: '{}',
    Time: new Date(0),
  };
}
