import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type LocalStack, startConsole, startStack } from '../../local/index.ts';
import { launch } from './browser.ts';

/*
 * The pictures of the README, from a run of its own: `npm run screenshots`. It takes a quarter of an hour, so that graphs
 * over 15 minutes are full.
 */

const root = join(import.meta.dirname, '../..');
const minutes = 14;

await using stack = await startStack({ root, stack: 'dev', port: 0, awsPort: 0, note: console.error });
await using page = await startConsole(stack, { port: 0, root });
await deliveries(stack, page.url);
await pictures(page.url);

/** Two a second by and large, one in ten of them wrong and one in ten stale, with a cold start now and then. */
async function deliveries({ lambda }: LocalStack, url: string): Promise<void> {
  const { origin } = new URL(url);
  for (const until = Date.now() + minutes * 60_000; Date.now() < until; ) {
    const chance = Math.random();
    const kind = chance < 0.1 ? 'wrong' : chance < 0.2 ? 'stale' : 'signed';
    if (Math.random() < 0.01) await lambda.recycle();
    const body = JSON.stringify({ source: 'momento', kind });
    await fetch(`${origin}/deliver`, { method: 'POST', headers: { origin, 'content-type': 'application/json' }, body });
    await setTimeout(200 + Math.random() * 500);
  }
}

async function pictures(url: string): Promise<void> {
  await using browser = await launch();
  const shown = await browser.newPage({ viewport: { width: 1280, height: 1500 }, colorScheme: 'light' });
  const take = async (name: string, path: string, wanted: string) => {
    await shown.goto(`${url}#/${path}`);
    await shown.locator(wanted).first().waitFor();
    await setTimeout(3000);
    await shown.screenshot({ path: join(root, 'docs', `console-${name}.png`) });
  };
  const drawn = '[data-widget=metric] [data-state=drawn]';
  await take('operations', 'dashboards/webhook-bridge_dev_us-east-1_operations', drawn);
  await take('cold-start', 'dashboards/webhook-bridge_dev_us-east-1_cold-start', drawn);
  await shown.setViewportSize({ width: 1280, height: 830 });
  // One delivery in ten is stale, which is more than a sender's clock may do.
  await take('alarms', 'alarms', '[data-alarm]');
  const filter = new URLSearchParams({ filter: 'annotation.init = "on-demand" AND annotation.outcome = "published"' });
  await shown.goto(`${url}#/traces?${filter}`);
  const id = await shown.locator('[data-trace]').first().getAttribute('data-trace');
  await take('trace', `traces/${id}`, '.waterfall');
}
