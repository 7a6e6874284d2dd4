import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** A UDP socket where the X-Ray daemon would be. */
export interface Datagrams {
  /** host:port, as AWS_XRAY_DAEMON_ADDRESS wants it. */
  readonly address: string;
  /** What was sent until now and not taken before. */
  taken(): Promise<readonly string[]>;
  close(): void;
}

const mark = 'all that was sent before this has been read';

export async function datagrams(): Promise<Datagrams> {
  const socket = createSocket('udp4');
  const came: string[] = [];
  let marked = () => {};
  socket.on('message', (message) => {
    const text = message.toString();
    if (text === mark) marked();
    else came.push(text);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { address, port } = socket.address();
  return {
    address: `${address}:${port}`,
    async taken() {
      // The datagrams of one machine queue up at a socket in the order in which they were sent.
      await new Promise<void>((resolve) => {
        marked = resolve;
        socket.send(mark, port, address);
      });
      return came.splice(0);
    },
    close: () => socket.close(),
  };
}
