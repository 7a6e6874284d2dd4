import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { loopbackAddress } from '../../ports.ts';
import { readDocument, type SegmentDocument } from './document.ts';

export interface XrayDaemon extends AsyncDisposable {
  /** `host:port`, as AWS_XRAY_DAEMON_ADDRESS wants it. */
  readonly address: string;
}

/** Where SDKs look for the daemon by themselves. */
const documentedPort = 2000;

/** How many ports are tried from the documented one on, before any that is free. */
const attempts = 20;

/**
 * The X-Ray daemon's UDP side: takes the documents that SDKs send to it.
 * @param note is told once when something comes that is no segment document; what comes after it is dropped in silence
 */
export async function xrayDaemon(
  received: (document: SegmentDocument) => void,
  note: (line: string) => void,
): Promise<XrayDaemon> {
  const socket = await boundSocket(documentedPort);
  let noted = false;
  const refuse = (why: string) => {
    if (!noted) note(`the X-Ray daemon got what is no segment document, and drops all such: ${why}`);
    noted = true;
  };
  socket.on('message', (datagram) => {
    for (const text of documentsIn(datagram.toString('utf8'), refuse)) {
      const read = readDocument(text);
      if (read.ok) received(read.document);
      else refuse(read.why);
    }
  });
  // The stack's servers decide how long the run lasts.
  socket.unref();
  return {
    address: `${loopbackAddress}:${socket.address().port}`,
    async [Symbol.asyncDispose]() {
      socket.close();
      await once(socket, 'close');
    },
  };
}

async function boundSocket(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, loopbackAddress);
    await listening;
    return socket;
  } catch (error) {
    socket.close();
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    return boundSocket(port + 1 < documentedPort + attempts ? port + 1 : 0);
  }
}

/** `{"format":"json","version":1}`, a line break, and one document a line. */
function documentsIn(datagram: string, refuse: (why: string) => void): readonly string[] {
  const [header = '', ...documents] = datagram.split('\n');
  if (/^\{\s*"format"\s*:\s*"json"\s*,\s*"version"\s*:\s*1\s*\}\s*$/.test(header)) {
    return documents.filter((text) => text.trim() !== '');
  }
  refuse(`a datagram begins with ${JSON.stringify(header.slice(0, 60))}`);
  return [];
}
