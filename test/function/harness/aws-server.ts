import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** One request that an SDK client made, as it crossed the wire. */
export interface AwsRequest {
  /** By its target, or `connect` for a request that has none. */
  readonly operation: string;
  readonly method: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  readonly body: string;
  readonly headers: IncomingHttpHeaders;
  /** The connection it came over, counted from 1. */
  readonly connection: number;
}

/** What the server answers: JSON with 200 (at once, after so long, or when the test lets it), an error by its AWS code (without a length when `unsized`), a connection that is reset, or never anything. */
export type Answer =
  | { readonly json: unknown; readonly afterMs?: number; readonly when?: Promise<void> }
  | {
      readonly error: string;
      readonly status?: number;
      readonly message?: string;
      readonly unsized?: boolean;
    }
  | { readonly reset: true }
  | { readonly never: true };

export type Answering = (input: Readonly<Record<string, unknown>>) => Answer;

export interface AwsServer {
  readonly endpoint: string;
  /** The requests for an operation, or all, oldest first. */
  readonly requests: (operation?: string) => readonly AwsRequest[];
  /** Answers to the next requests for an operation; the last one stays. */
  readonly answer: (operation: string, ...answers: (Answer | Answering)[]) => void;
  /** Until all requests that are on their way have been read, those of callers that have gone too. */
  readonly caughtUp: () => Promise<void>;
  /** Drops the requests that came until now. */
  readonly forget: () => void;
  readonly close: () => Promise<void>;
}

/** Of requests that the server sends to itself. */
const ownHeader = 'x-own';

/** AWS's JSON protocol on 127.0.0.1, with answers that the test chooses. */
export async function startAws(port = 0): Promise<AwsServer> {
  const requests: AwsRequest[] = [];
  const answers = new Map<string, (Answer | Answering)[]>([['connect', [noOperation]]]);
  const connections = new Map<Socket, number>();

  const server = createServer(async (request, response) => {
    const { method, headers, socket } = request;
    if (ownHeader in headers) return void response.end();
    const target = headers['x-amz-target'];
    const operation = typeof target === 'string' ? (target.split('.').at(-1) ?? '') : 'connect';
    const bytes = await buffer(request).catch(() => undefined);
    // The client has given up meanwhile.
    if (!bytes) return;
    const body = bytes.toString();
    const input = JSON.parse(body || '{}') as AwsRequest['input'];
    requests.push({ operation, method, input, body, headers, connection: connections.get(socket) ?? 0 });
    const queue = answers.get(operation) ?? [];
    const next = queue.length > 1 ? queue.shift() : queue[0];
    await reply(response, typeof next === 'function' ? next(input) : (next ?? { error: 'UnknownOperationException' }));
  });
  server.on('connection', (socket) => connections.set(socket, connections.size + 1));
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    endpoint,
    requests: (operation) => requests.filter((request) => operation === undefined || request.operation === operation),
    answer: (operation, ...next) => answers.set(operation, next),
    async caughtUp() {
      // Whatever was sent before lies there to be read when the first of these is, and has been when the second is.
      for (let turns = 0; turns < 2; turns += 1) await (await fetch(endpoint, { headers: { [ownHeader]: '' } })).text();
    },
    forget: () => requests.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function reply(response: ServerResponse, answer: Answer): Promise<void> {
  if ('never' in answer) return;
  if ('reset' in answer) {
    response.socket?.resetAndDestroy();
    return;
  }
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': 'aws-request-1' };
  if ('error' in answer) {
    const { error, status = 400, message = 'from the test', unsized } = answer;
    const text = JSON.stringify({ message });
    const length = unsized ? {} : { 'content-length': Buffer.byteLength(text) };
    response.writeHead(status, { ...headers, ...length, 'x-amzn-errortype': error }).end(text);
    return;
  }
  if (answer.afterMs) await sleep(answer.afterMs, undefined, { ref: false });
  await answer.when;
  const text = JSON.stringify(answer.json);
  response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(text) }).end(text);
}

/** What a service answers to a request without an operation. */
const noOperation: Answer = { error: 'UnknownOperationException', status: 404 };

/** A service that fails on its own side. */
export const down: Answer = { error: 'InternalServiceError', status: 500 };

/** What GetSecretValue answers when nothing carries the wanted staging label. */
const noSuchVersion: Answer = { error: 'ResourceNotFoundException' };

/** A secret as Secrets Manager would serve it: a value a staging label, or none. */
export function secretVersions(values: { readonly current?: string; readonly previous?: string }): Answering {
  return ({ VersionStage }) => {
    const value = VersionStage === 'AWSCURRENT' ? values.current : values.previous;
    return value === undefined ? noSuchVersion : { json: { SecretString: value, VersionStages: [VersionStage] } };
  };
}

/** PutEvents took the entry. */
export const entryAccepted: Answer & { readonly json: unknown } = {
  json: { FailedEntryCount: 0, Entries: [{ EventId: 'event-1' }] },
};

/** PutEvents answered 200 and refused the entry. */
export function entryRefused(code: string): Answer {
  return { json: { FailedEntryCount: 1, Entries: [{ ErrorCode: code, ErrorMessage: 'from the test' }] } };
}

/** SendMessage took the message, and says what it took. */
export const messageAccepted: Answering = ({ MessageBody }) => ({
  json: { MessageId: 'message-1', MD5OfMessageBody: createHash('md5').update(String(MessageBody)).digest('hex') },
});

/** Settings of an SDK client that talks to the server. */
export function clientSettings(server: AwsServer) {
  return {
    endpoint: server.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
}
