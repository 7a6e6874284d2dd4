import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { payload, secretOf, send, sign } from '../end-to-end/running.ts';
import { until } from '../until.ts';
import { browsedConsole, show, views } from './browsed-console.ts';

describe('the console', () => {
  const { onPage, run } = browsedConsole();

  before(async () => {
    const body = payload();
    await send(run(), { body, signature: sign(await secretOf(run()), body) });
    await send(run(), { body, signature: sign('another secret', body) });
  });

  /** Calls back in every view, with what opens in it open. */
  const everyView = async (page: Page, look: (view: string) => Promise<void>) => {
    for (const view of views) {
      await show(page, view);
      if (view === 'Alarms') await page.locator('.card h2 a').first().click();
      if (view === 'Logs') await page.locator('.lines summary').first().click();
      await page.waitForTimeout(1000);
      await look(view);
    }
    await show(page, 'Dashboards');
    await page.getByRole('link', { name: 'Cold start' }).click();
    await page.getByRole('heading', { level: 1, name: 'Cold start' }).waitFor();
    await page.waitForTimeout(1000);
    await look('Cold start');
    await show(page, 'Traces');
    await page.locator('[data-trace] a').first().click();
    await page.locator('.waterfall summary').first().click();
    await look('one trace');
  };

  for (const colorScheme of ['light', 'dark'] as const) {
    onPage(
      `has no serious fault of accessibility in ${colorScheme}`,
      (page) => everyView(page, async (view) => assert.deepEqual(await faultsOf(page), [], view)),
      { colorScheme },
    );
  }

  for (const width of [360, 1280, 3840]) {
    onPage(
      `fits ${width} pixels without scrolling sideways`,
      (page) =>
        everyView(page, async (view) => {
          assert.equal(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), 0, view);
        }),
      { viewport: { width, height: 900 } },
    );
  }

  onPage('is worked with the keyboard alone', async (page) => {
    await page.locator('[data-widget]').first().waitFor();
    const focused = () => page.evaluate<string>('document.activeElement.innerText || document.activeElement.tagName');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Skip to dashboards');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Operations');
    for (let back = 0; back < 9 && (await focused()) !== 'Deliveries'; back += 1)
      await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
    await until(async () => (await page.evaluate('document.activeElement.id')) === 'main');
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Send a signed one');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('200', { exact: true }).waitFor();

    await page.getByRole('radio', { name: '15 min' }).focus();
    await page.keyboard.press('ArrowRight');
    assert(await page.getByRole('radio', { name: '1 h' }).isChecked());
    await page.waitForURL(/range=1h/);
  });

  onPage('says how soon it is painted first, and draws a graph', async (page) => {
    await page.locator('[data-widget=metric] [data-state=drawn]').first().waitFor();
    const drawn = await page.evaluate<number>('performance.now()');
    let first: number | undefined;
    await until(async () => {
      first = await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime`);
      return first !== undefined;
    });
    // Shown and not asserted: other work on the machine may be under way.
    const figures = [first ?? 0, drawn].map((each) => `${Math.round(each)} ms`);
    console.log(`      first contentful paint after ${figures[0]}, first graph after ${figures[1]}`);
  });
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

async function faultsOf(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<{ readonly violations: readonly Violation[] }>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}
