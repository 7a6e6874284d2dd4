import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { AttackTally } from '../../../trials/flood/attacks/attack.ts';
import { Connection } from '../../../trials/flood/attacks/connection.ts';
import { unsigned, wronglySigned } from '../../../trials/flood/attacks/requests.ts';
import { steady } from '../../../trials/flood/attacks/steady.ts';
import { until } from '../../until.ts';

describe('an attacker', function () {
  this.timeout(180_000);
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) server.close().closeAllConnections();
  });

  async function victim(listener: RequestListener) {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    // A TCP server's address is never a string or null once it listens.
    const { port } = server.address() as AddressInfo;
    const delivery = { headers: {}, body: '' };
    const url = `http://127.0.0.1:${port}/momento`;
    const target = { url, signedUrl: url, scheme: 'momento', fresh: delivery, stale: delivery };
    return { ...target, address: { host: '127.0.0.1', port } };
  }

  it('sends bodies of exactly the size that is asked for', async () => {
    const lengths: number[] = [];
    const target = await victim(async (request, response) => {
      lengths.push((await buffer(request)).length);
      response.writeHead(401, { 'content-length': 2 }).end('no');
    });
    const connection = new Connection(target.address);

    const statuses: unknown[] = [];
    for (const bytes of [0, 5, 200, 6_200_000]) statuses.push(await connection.send(unsigned(target, bytes)));
    connection.close();

    assert.deepEqual(lengths, [0, 5, 200, 6_200_000]);
    assert.deepEqual(statuses, [401, 401, 401, 401]);
  });

  it('signs wrongly in the form that the scheme has', async () => {
    const signatures: (string | string[] | undefined)[] = [];
    const target = await victim((request, response) => {
      signatures.push(request.headers['momento-signature']);
      response.end();
    });
    const connection = new Connection(target.address);
    await connection.send(wronglySigned(target, 100));
    connection.close();

    assert.match(String(signatures[0]), /^[0-9a-f]{64}$/);
  });

  it('opens a new connection when the other side has closed the last', async () => {
    const target = await victim((_, response) => response.writeHead(408, { connection: 'close' }).end());
    const connection = new Connection(target.address);

    const statuses = [await connection.send(unsigned(target, 9)), await connection.send(unsigned(target, 9))];
    connection.close();

    assert.deepEqual(statuses, [408, 408]);
  });

  it('counts a connection that ended without an answer as that', async () => {
    const server = createTcpServer((socket) => socket.destroy());
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    // A TCP server's address is never a string or null once it listens.
    const connection = new Connection({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });

    assert.equal(await connection.send(Buffer.from('GET / HTTP/1.1\r\n\r\n')), undefined);
    server.close();
  });

  it('keeps to its rate, and offers less when answers are late rather than more later', async () => {
    const quick = await victim((_, response) => response.end());
    const late = await victim(() => {});
    const [answered, unanswered] = [new AttackTally(), new AttackTally()];
    const stopped = new AbortController();
    const stream = (target: typeof quick) => ({ perSecond: 200, connections: 10, requests: [unsigned(target, 9)] });

    const began = performance.now();
    const both = Promise.all([
      steady(quick, stream(quick), answered, stopped.signal),
      steady(late, stream(late), unanswered, stopped.signal),
    ]);
    await until(() => answered.sent > 20 && unanswered.sent === 10);
    stopped.abort();
    await both;
    const due = (200 * (performance.now() - began)) / 1000;

    // A busy machine sends fewer, and never more.
    assert(answered.sent <= due + 1, `${answered.sent} sent of ${due}`);
    assert(answered.mostInASecond <= answered.sent);
    assert.deepEqual([...answered.byStatus.keys()], [200]);
    assert.equal(unanswered.sent, 10);
  });
});
