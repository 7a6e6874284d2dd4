import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsEndpointServer } from '../../../../local/aws/endpoint.ts';
import type { Service } from '../../../../local/aws/service.ts';

export interface Listening {
  readonly url: string;
  /** What an SDK client needs to reach it. One attempt, so that a refusal is seen at once. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  readonly server: Server;
  close(): Promise<void>;
}

/** The real endpoint with these services, on a free port of the loopback where none is given. */
export async function listening(services: readonly Service[], at = 0): Promise<Listening> {
  const server = awsEndpointServer(services).listen(at, '127.0.0.1');
  // With one attempt no request may meet a connection that is closed for idleness, however long a machine stalls.
  server.keepAliveTimeout = 0;
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    client: {
      endpoint: url,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    },
    server,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
