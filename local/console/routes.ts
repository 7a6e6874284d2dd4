import type { LocalStack } from '../stack/stack.ts';
import { json, type Routes } from './answer.ts';
import { awsCaller } from './aws-caller.ts';
import type { PageBundle } from './bundle.ts';
import type { BusEvent } from './contract.ts';
import { deliverTo } from './deliver.ts';
import { runbook } from './runbook.ts';
import { icon, shell } from './shell.ts';

/** What the console wants of a stack. */
export type ShownStack = Pick<
  LocalStack,
  'stack' | 'region' | 'logGroup' | 'functionUrl' | 'busNames' | 'sources' | 'services' | 'notifications' | 'onEvent'
>;

interface Served {
  readonly stack: ShownStack;
  readonly page: PageBundle;
  readonly root: string;
  readonly events: () => readonly BusEvent[];
}

export function routes({ stack, page, root, events }: Served): Routes {
  const call = awsCaller(stack.services);
  const deliver = deliverTo(stack.sources, call);
  const { region, logGroup, functionUrl, busNames, sources } = stack;
  const index = shell(page, { stack: stack.stack, region, logGroup, functionUrl, busNames, sources });
  const script = { type: 'text/javascript; charset=utf-8', body: page.script };
  return {
    'GET /': () => index,
    'GET /page.js': () => script,
    'GET /icon.svg': () => ({ type: 'image/svg+xml', body: icon }),
    'GET /runbook': () => runbook(root, page),
    'GET /events': () => json({ events: events() }),
    'GET /notifications': () => json({ notifications: stack.notifications.deliveries() }),
    'POST /aws/': async ({ rest, input, signal }) => json(await call(rest, input, signal)),
    'POST /deliver': async ({ input }) => json(await deliver(input)),
  };
}
