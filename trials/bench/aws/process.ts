import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:https';
import {
  awsEndpointServer,
  createEventBridge,
  createSecretsManager,
  listenLocally,
  loopbackAddress,
} from '../../../local/index.ts';
import { selfSigned } from './certificate.ts';
import type { Published, Question, Started } from './messages.ts';

/*
 * The AWS of the bench, in a process of its own: what it spends is on no peer's clock and not on the load generator's.
 */

const published = new Map<string, number>();

process.on('message', (question: Question) => void answer(question));
// Ctrl-C reaches every process of the terminal; this one goes when the bench does, which still asks it things.
process.on('SIGINT', () => {});
process.once('disconnect', () => process.exit());

async function answer(question: Question): Promise<void> {
  process.send?.(question.kind === 'count' ? count() : await start(question));
}

function count(): Published {
  return Object.fromEntries(published);
}

async function start({
  region,
  account,
  busNames,
  secrets,
  latencyMs,
}: Question & { kind: 'start' }): Promise<Started> {
  const arn = (resource: string) => `arn:aws:events:${region}:${account}:${resource}`;
  const bridge = createEventBridge({
    region,
    account,
    buses: busNames.map((name) => ({ name, arn: arn(`event-bus/${name}`) })),
    // The target of a bus's rule goes by the bus's name, so that what arrives there can be counted by bus.
    rules: busNames.map((busName) => ({
      name: 'everything',
      arn: arn(`rule/${busName}/everything`),
      busName,
      pattern: JSON.stringify({ source: [{ prefix: '' }] }),
      enabled: true,
      targets: [{ id: busName, arn: busName, retryPolicy: { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 } }],
    })),
    send: async (busName) => void published.set(busName, (published.get(busName) ?? 0) + 1),
    warn: (line) => process.stderr.write(`${line}\n`),
  });
  const endpoint = awsEndpointServer([createSecretsManager({ secrets }).service, bridge.service]);
  const { key, certificate } = selfSigned();
  const server = createServer({ key, cert: certificate, keepAlive: true }, (request, response) => {
    setTimeout(() => endpoint.emit('request', request, response), latencyMs);
  });
  // Peers take turns: while one waits for its turn its connection stays, as it does on Lambda between two deliveries.
  server.keepAliveTimeout = 0;
  const port = await listenLocally(server, 0, 'aws-port');
  return { endpoint: `https://${loopbackAddress}:${port}`, daemon: await daemon(), authority: certificate };
}

async function daemon(): Promise<string> {
  const socket = createSocket('udp4').bind(0, loopbackAddress);
  await once(socket, 'listening');
  return `${loopbackAddress}:${socket.address().port}`;
}
