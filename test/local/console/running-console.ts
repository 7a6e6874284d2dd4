import { request } from 'node:http';
import { join } from 'node:path';
import type { Service } from '../../../local/aws/service.ts';
import { type RunningConsole, startConsole } from '../../../local/console/console.ts';
import type { ShownStack } from '../../../local/console/routes.ts';

interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface TestedConsole extends RunningConsole {
  /** Something was put on a bus. */
  readonly publish: (event: string) => void;
  readonly send: (
    method: string,
    path: string,
    headers?: Readonly<Record<string, string>>,
    body?: string,
  ) => Promise<Answered>;
  /** As the page itself posts. */
  readonly post: (path: string, input: unknown) => Promise<Answered>;
}

export interface Tested {
  readonly services?: readonly Service[];
  readonly sources?: ShownStack['sources'];
  readonly notifications?: ReturnType<ShownStack['notifications']['deliveries']>;
  readonly root?: string;
}

/** The console over services of the test's own, on a free port. */
export async function runningConsole({
  services = [],
  sources = [],
  notifications = [],
  root,
}: Tested = {}): Promise<TestedConsole> {
  let publish: (event: string) => void = () => {};
  const stack: ShownStack = {
    stack: 'dev',
    region: 'us-east-1',
    logGroup: '/aws/lambda/bridge',
    functionUrl: 'http://127.0.0.1:1/',
    busNames: ['bridge'],
    sources,
    services,
    notifications: { deliveries: () => notifications, subscribe: () => () => {} },
    onEvent(listener) {
      publish = listener;
      return () => {};
    },
  };
  const console = await startConsole(stack, { port: 0, root: root ?? join(import.meta.dirname, '../../..') });
  const { origin } = new URL(console.url);
  const send: TestedConsole['send'] = (method, path, headers = {}, body = '') =>
    ask(origin + path, method, headers, body);
  return {
    ...console,
    send,
    publish: (event) => publish(event),
    post: (path, input) => send('POST', path, { origin, 'content-type': 'application/json' }, JSON.stringify(input)),
    [Symbol.asyncDispose]: () => console[Symbol.asyncDispose](),
  };
}

/** By node:http and not fetch, which chooses Host and Origin itself. */
function ask(url: string, method: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answered> {
  const { promise, resolve, reject } = Promise.withResolvers<Answered>();
  const sent = request(url, { method, headers, agent: false }, (response) => {
    const chunks: Buffer[] = [];
    response.on('data', (chunk: Buffer) => chunks.push(chunk));
    response.on('end', () => {
      const { statusCode: status = 0, headers: received } = response;
      resolve({ status, headers: received, body: Buffer.concat(chunks).toString('utf8') });
    });
  });
  sent.on('error', reject);
  sent.end(body);
  return promise;
}
