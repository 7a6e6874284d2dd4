import { createServer } from 'node:http';
import { closeServer, listenLocally, loopbackAddress } from '../ports.ts';
import { answer } from './answer.ts';
import { bundlePage } from './bundle.ts';
import { recentEvents } from './recent-events.ts';
import { routes, type ShownStack } from './routes.ts';

export interface RunningConsole extends AsyncDisposable {
  readonly url: string;
}

export interface ConsoleOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** The folder of Pulumi.yaml, where docs/ is. */
  readonly root: string;
}

/** The web page of the local run: one page and the requests it makes, on this machine alone. */
export async function startConsole(stack: ShownStack, { port, root }: ConsoleOptions): Promise<RunningConsole> {
  const page = await bundlePage();
  const events = recentEvents();
  const unsubscribe = stack.onEvent(events.add);
  const served = routes({ stack, page, root, events: events.newest });
  const server = createServer((request, response) => {
    answer(served, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  const listening = await listenLocally(server, port, 'console-port');
  return {
    url: `http://${loopbackAddress}:${listening}/`,
    async [Symbol.asyncDispose]() {
      unsubscribe();
      await closeServer(server);
    },
  };
}
