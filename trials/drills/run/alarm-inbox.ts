import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** What came from an alarm, as the endpoint of a topic gets it. */
export interface AlarmMessage {
  /** Which of the two topics it came from. */
  readonly topic: string;
  readonly alarm: string;
  readonly state: string;
}

export interface AlarmInbox extends AsyncDisposable {
  /** Where the messages of a topic are to go. */
  readonly endpoint: (topic: 'page' | 'ticket') => string;
}

const envelope = z.object({ Type: z.string(), Message: z.string(), SubscribeURL: z.string().optional() });
const notification = z.object({ AlarmName: z.string(), NewStateValue: z.string() });

/** An HTTP endpoint that is subscribed to both topics, as a pager's is. */
export async function openAlarmInbox(received: (message: AlarmMessage) => void): Promise<AlarmInbox> {
  const server = createServer((request, response) => {
    receive(request, received)
      // What is no message of SNS is refused, and SNS shows that it was not delivered.
      .catch(() => response.writeHead(400))
      .finally(() => response.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // A server on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: (topic) => `http://127.0.0.1:${port}/${topic}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function receive(request: IncomingMessage, received: (message: AlarmMessage) => void): Promise<void> {
  const { Type, Message: content, SubscribeURL } = envelope.parse(JSON.parse(await text(request)));
  if (Type === 'SubscriptionConfirmation' && SubscribeURL !== undefined) await fetch(SubscribeURL);
  if (Type !== 'Notification') return;
  const { AlarmName: alarm, NewStateValue: state } = notification.parse(JSON.parse(content));
  received({ topic: (request.url ?? '/').slice(1), alarm, state });
}
