import type { Socket } from 'node:dgram';

let socket: Socket | undefined;

/** Sends a finished document to the X-Ray daemon. */
export function emit(document: object): void {
  // Lambda's is an address and a port.
  const { AWS_XRAY_DAEMON_ADDRESS = '127.0.0.1:2000' } = process.env;
  const [host, port] = AWS_XRAY_DAEMON_ADDRESS.split(':');
  socket ??= openSocket();
  // Nobody waits for it: a trace that is lost is no delivery that is lost.
  socket.send(`{"format":"json","version":1}\n${JSON.stringify(document)}`, Number(port), host, () => {});
}

/** Asked for by name, so that only what is sampled pays for Node's sockets. */
function openSocket(): Socket {
  return process.getBuiltinModule('node:dgram').createSocket('udp4').unref();
}
