import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { awsEndpointServer, createEventBridge, createSecretsManager } from '../../local/index.ts';
import { currentSecret } from '../function/deliveries.ts';
import { type BundledFunction, bundledFunction, functionFiles } from './bundled-function.ts';

const origin = { region: 'eu-west-1', account: '123456789012' };
const secret = { name: 'momento', arn: 'arn:secret:momento', value: currentSecret };
const bus = { name: 'deliveries', arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/deliveries' };

/** A request as the local AWS got it. */
interface Arrival {
  readonly target: string | undefined;
  readonly socket: Socket;
}

describe('connection to EventBridge, of the bundle against the local AWS', () => {
  const events = createEventBridge({
    ...origin,
    buses: [bus],
    rules: [],
    send: () => Promise.resolve(),
    warn: () => {},
  });
  const server = awsEndpointServer([createSecretsManager({ secrets: [secret] }).service, events.service]);
  const arrivals: Arrival[] = [];
  let bundled: BundledFunction;

  before(async () => {
    server.prependListener('request', ({ headers, socket }) => {
      const target = headers['x-amz-target'];
      arrivals.push({ target: typeof target === 'string' ? target : undefined, socket });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    bundled = bundledFunction(await functionFiles(), `http://127.0.0.1:${port}`);
  });
  after(async () => {
    await bundled.close();
    await events.close();
    server.closeAllConnections();
    server.close();
  });

  it('is opened in INIT, without an event, and carries every publication', async () => {
    const answers = [await bundled.deliver(), await bundled.deliver()].map(({ answer }) => answer.statusCode);

    const connecting = arrivals.filter(({ target }) => target === undefined);
    const publishing = arrivals.filter(({ target }) => target === 'AWSEvents.PutEvents');
    assert.deepEqual(answers, [200, 200]);
    assert.deepEqual([connecting.length, publishing.length], [1, 2]);
    assert.ok(publishing.every(({ socket }) => socket === connecting[0]?.socket));
  });
});
