import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { createServer, type Server } from 'node:net';

/** Nothing listens anywhere else: the local run is for this machine alone. */
export const loopbackAddress = '127.0.0.1';

/** A port that cannot be had. */
export class PortError extends Error {}

/** A port that nobody else gets until it is given up. */
export interface ReservedPort extends AsyncDisposable {
  readonly port: number;
}

/**
 * The port itself, or a free one for 0. Reserved before the program runs, because URLs that the program gets to know
 * carry the ports, and given up when what they lead to is about to listen.
 * @param flag the flag that chooses another
 */
export async function reservePort(port: number, flag: string): Promise<ReservedPort> {
  const server = createServer((socket) => socket.destroy());
  const reserved = await listenLocally(server, port, flag);
  return {
    port: reserved,
    async [Symbol.asyncDispose]() {
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };
}

/** @throws PortError naming the flag */
export async function listenLocally(server: Server, port: number, flag: string): Promise<number> {
  const listening = once(server, 'listening');
  server.listen(port, loopbackAddress);
  try {
    await listening;
  } catch (error) {
    throw new PortError(`port ${port} ${reason(error)}; choose another with --${flag}`);
  }
  const address = server.address();
  // A server on a TCP port has an address object; text would be a pipe, null a closed one.
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Ends every connection; who is still to be answered is not. */
export async function closeServer(server: HttpServer): Promise<void> {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
}

function reason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return 'is in use';
  if (code === 'EACCES') return 'needs rights that you do not have';
  return `cannot be listened on (${code})`;
}
