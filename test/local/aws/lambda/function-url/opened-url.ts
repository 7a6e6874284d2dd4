import { type IncomingHttpHeaders, type IncomingMessage, request, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import type { FunctionConfiguration } from '../../../../../local/aws/lambda/function-configuration.ts';
import {
  type FunctionUrlOptions,
  type FunctionUrlRequest,
  functionUrlServer,
} from '../../../../../local/aws/lambda/function-url/function-url.ts';
import type { LambdaHostOptions } from '../../../../../local/aws/lambda/lambda.ts';
import { closeAll, type HostedFunction, hosted } from '../hosted-function.ts';

export interface OpenedUrl extends HostedFunction {
  readonly port: number;
  readonly requests: readonly FunctionUrlRequest[];
  /** How many bytes have come in so far. */
  readonly received: () => number;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

const servers: Server[] = [];

export const identity = { urlId: 'abcdefghijklmnopqrstuvwxyz012345', region: 'eu-west-1' };

/** A Function URL in front of a function of these few lines; `closeUrls` ends both. */
export async function opened(
  source: string,
  configuration: Partial<FunctionConfiguration> = {},
  limits: Pick<FunctionUrlOptions, 'headersLimitMs' | 'requestLimitMs'> = {},
  options: Partial<LambdaHostOptions> = {},
): Promise<OpenedUrl> {
  const requests: FunctionUrlRequest[] = [];
  const served = hosted(source, configuration, options);
  const server = functionUrlServer(served.host, {
    ...identity,
    ...limits,
    observe: (request) => requests.push(request),
  });
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket));
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  // A TCP server's address is never a string or null once it listens.
  const { port } = server.address() as AddressInfo;
  const received = () => sockets.reduce((total, { bytesRead }) => total + bytesRead, 0);
  return { ...served, port, requests, received };
}

export async function closeUrls(): Promise<void> {
  for (const server of servers.splice(0)) {
    server.close();
    server.closeAllConnections();
  }
  await closeAll();
}

export async function send(
  { port }: OpenedUrl,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  body: string | Buffer = '',
): Promise<Answer> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, resolve);
    sent.on('error', reject).end(body);
  });
  return { status: response.statusCode ?? 0, headers: response.headers, body: await buffer(response) };
}

/** The event the function gets for a request that is on the wire exactly so. */
export async function eventOf({ port }: OpenedUrl, lines: readonly string[], body: string | Buffer = '') {
  const socket = connect(port, '127.0.0.1');
  const length = body.length > 0 ? [`Content-Length: ${Buffer.byteLength(body)}`] : [];
  socket.write([...lines.slice(0, 1), 'Connection: close', ...length, ...lines.slice(1), '', ''].join('\r\n'));
  socket.write(body);
  const [, answer = ''] = (await text(socket)).split('\r\n\r\n');
  return JSON.parse(answer);
}

/** Answers with the event itself, below a key of its own so that the URL reads no answer's fields out of it. */
export const echo = 'export const handler = async (event) => ({ event });';
